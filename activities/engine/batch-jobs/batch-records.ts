import { z } from 'zod';
import { readStored, toJson } from '../../storage/stored-json.ts';
import type { Store } from '../../storage/store.ts';

/** Where a batch is: the base URL that made it, its id there, and its file. */
const MadeSchema = z.object({ url: z.string(), id: z.string(), file: z.string() });
export type MadeBatch = z.infer<typeof MadeSchema>;

/** An attempt set about making a batch of a file that is uploaded. */
const ClaimSchema = z.object({ attempt: z.string(), url: z.string(), file: z.string(), at: z.string() });
export type Claim = z.infer<typeof ClaimSchema>;

export interface BatchRecord {
  /** In the order in which they were made; the last one decides who makes the batch. */
  readonly claims: readonly Claim[];
  readonly made: MadeBatch | undefined;
}

/**
 * What is known of a shard's batches, in the store: kept before it is needed, and each object written once, so that any
 * attempt on any host finds the batches of all others. A batch is named by the questions in it and a round, for the same
 * questions may have to be asked again.
 */
export class BatchRecords {
  private readonly store: Store;
  private readonly group: string;
  private readonly bits: readonly string[];

  constructor(store: Store, group: string, bits: readonly string[]) {
    this.store = store;
    this.group = group;
    this.bits = bits;
  }

  /** Batches whose answers are not all in the store: of this shard, and of those that it was or will be cut from. */
  async open(): Promise<string[]> {
    const above = this.bits.map((_, depth) => `${this.folder(depth)}batch-`);
    const names = new Set<string>();
    const over = new Set<string>();
    for (const prefix of [...above, this.folder(this.bits.length)])
      for await (const { key } of this.store.list(prefix)) {
        const at = key.lastIndexOf('/');
        names.add(key.slice(0, at));
        if (key.slice(at + 1) === 'over.json') over.add(key.slice(0, at));
      }
    return [...names].filter((name) => !over.has(name)).sort();
  }

  /** The name of the next batch of these questions: the first round that is not over. */
  async next(questions: string, ended: ReadonlySet<string>): Promise<string> {
    for (let round = 1; ; round += 1) {
      const name = `${this.folder(this.bits.length)}batch-${questions}-${round}`;
      if (!ended.has(name) && !(await this.store.has(`${name}/over.json`))) return name;
    }
  }

  async read(name: string): Promise<BatchRecord> {
    const made = await readStored(this.store, `${name}/batch.json`, MadeSchema);
    const claims: Claim[] = [];
    for (;;) {
      const claim = await readStored(this.store, claimKey(name, claims.length + 1), ClaimSchema);
      if (claim === undefined) return { claims, made };
      claims.push(claim);
    }
  }

  /** True where this attempt is the one that makes the batch. */
  async claim(name: string, number: number, claim: Claim): Promise<boolean> {
    const key = claimKey(name, number);
    if ((await this.store.putBytes(key, toJson(claim))) === 'written') return true;
    // A put that was sent again may have met itself.
    return (await readStored(this.store, key, ClaimSchema))?.file === claim.file;
  }

  /** Writes where the batch is; of two the first counts, and is given. */
  async made(name: string, made: MadeBatch): Promise<MadeBatch> {
    const key = `${name}/batch.json`;
    if ((await this.store.putBytes(key, toJson(made))) === 'written') return made;
    return (await readStored(this.store, key, MadeSchema)) ?? made;
  }

  /** Nobody need look at it again. */
  async over(name: string, status: string): Promise<void> {
    await this.store.putBytes(`${name}/over.json`, toJson({ status, at: new Date().toISOString() }));
  }

  private folder(depth: number): string {
    return ['batches', this.group, ...this.bits.slice(0, depth)].join('/') + '/';
  }
}

function claimKey(name: string, number: number): string {
  return `${name}/claim-${String(number).padStart(3, '0')}.json`;
}
