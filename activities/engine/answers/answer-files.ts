import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { mapConcurrently } from '../../concurrently.ts';
import { ObjectUnreadable } from '../../storage/stored-json.ts';
import type { Store } from '../../storage/store.ts';
import { lineOf, parseEntry, type Entry } from './journal.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Parts of a shard beyond which they are merged into one. */
const mergeAbove = 8;

/** Parts read at a time: a shard that finds its answers below it may find thousands. */
const readsAtOnce = 8;

/**
 * A shard's answers in the store: small immutable parts of gzipped JSON lines. Every flush adds one, and once there
 * are many they are merged.
 */
export class AnswerFiles {
  private readonly store: Store;
  private readonly group: string;
  private readonly bits: readonly string[];
  private own: string[] = [];

  constructor(store: Store, group: string, bits: readonly string[]) {
    this.store = store;
    this.group = group;
    this.bits = bits;
  }

  /**
   * Everything that may hold an answer of this shard: its folder, those above it, and those below it. Throws
   * ObjectUnreadable.
   */
  async load(): Promise<Entry[]> {
    const read = new Map<string, Entry[]>();
    // Another build may merge parts while they are read: what they held is then in a part that a new list has. A list that
    // names a part for ever which is not there must not keep us for ever.
    for (let [gone, lists] = [true, 0]; gone && lists < 5; lists += 1) {
      gone = false;
      const keys = await this.listAll();
      this.own = keys.filter((key) => key.startsWith(`${this.folder(this.bits.length)}part-`));
      await mapConcurrently(
        keys.filter((key) => !read.has(key)),
        readsAtOnce,
        async (key) => {
          const entries = await this.read(key);
          if (entries === undefined) gone = true;
          else read.set(key, entries);
        },
      );
    }
    return [...read.values()].flat();
  }

  /** @param lines entries as `lineOf` writes them */
  async add(lines: readonly string[]): Promise<void> {
    const key = `${this.folder(this.bits.length)}part-${randomUUID()}.jsonl.gz`;
    await this.store.putBytes(key, await compress(lines.join(''), { level: 1 }));
    this.own.push(key);
  }

  /** Merges the shard's own parts when they are many; a reader that meets a removed part lists again. */
  async merge(): Promise<void> {
    if (this.own.length <= mergeAbove) return;
    const old = this.own;
    // One that is gone was merged by another build, whose part is not among these.
    const entries = (await mapConcurrently(old, readsAtOnce, (key) => this.read(key))).flatMap(
      (each) => each ?? [],
    );
    this.own = [];
    await this.add(entries.map((entry) => lineOf(entry)));
    await Promise.all(old.map((key) => this.store.remove(key)));
  }

  private folder(depth: number): string {
    return ['answers', this.group, ...this.bits.slice(0, depth)].join('/') + '/';
  }

  private async listAll(): Promise<string[]> {
    const above = this.bits.map((_, depth) => `${this.folder(depth)}part-`);
    const listed = await Promise.all(
      [...above, this.folder(this.bits.length)].map((prefix) => this.list(prefix)),
    );
    return listed.flat();
  }

  private async list(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const { key } of this.store.list(prefix)) keys.push(key);
    return keys;
  }

  /** Undefined where it is gone. */
  private async read(key: string): Promise<Entry[] | undefined> {
    const bytes = await this.store.getBytes(key);
    if (bytes === undefined) return undefined;
    return (await this.unpacked(key, bytes)).split('\n').flatMap((line) => parseEntry(line) ?? []);
  }

  private async unpacked(key: string, bytes: Uint8Array): Promise<string> {
    try {
      return (await decompress(bytes)).toString('utf8');
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new ObjectUnreadable(
        `${this.store.locate(key)} is damaged (${why}); remove it, and the answers that it held are asked again`,
      );
    }
  }
}
