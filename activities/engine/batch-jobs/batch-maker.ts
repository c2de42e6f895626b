import { randomUUID } from 'node:crypto';
import type { BatchApi } from '../../../schemas/inference/batch-api.ts';
import { digestOf } from '../../digest.ts';
import type { BatchJob } from '../../inference/batch-api/batch-job.ts';
import type { BatchServer } from '../../inference/batch-api/batch-server.ts';
import type { BatchEndpoint } from '../../inference/batch-api/batch-endpoint.ts';
import type { BatchCalls } from './batch-calls.ts';
import type { BatchRecords, Claim, MadeBatch } from './batch-records.ts';

/** The key of a batch's metadata by which an attempt finds it whose maker did not come to write down its id. */
const mark = 'tunesmith';

export interface BatchFile {
  /** Name of the batch in the records. */
  readonly name: string;
  readonly lines: string;
  readonly endpoint: string;
}

/**
 * Makes a batch once, however often its maker is killed and however many attempts are at it: a claim in the store decides
 * who makes it, of a file that is uploaded already; a batch that was made and not written down is found at the server.
 */
export class BatchMaker {
  private readonly endpoint: BatchEndpoint;
  private readonly records: BatchRecords;
  private readonly calls: BatchCalls;
  private readonly options: BatchApi;

  constructor(endpoint: BatchEndpoint, records: BatchRecords, calls: BatchCalls, options: BatchApi) {
    this.endpoint = endpoint;
    this.records = records;
    this.calls = calls;
    this.options = options;
  }

  serverAt(url: string): BatchServer | undefined {
    return this.endpoint.urls.find((each) => each.url === url)?.server;
  }

  /** A batch that another attempt has made or is about to make; undefined where nothing shows of it in time. */
  async adopt(name: string): Promise<MadeBatch | undefined> {
    const patience = this.options.takeOverSeconds * 1000;
    for (let [claims, since] = [0, Date.now()]; ;) {
      const record = await this.records.read(name);
      const made = record.made ?? (await this.find(name, record.claims));
      if (made !== undefined) return made;
      if (record.claims.length !== claims) [claims, since] = [record.claims.length, Date.now()];
      if (claims === 0 || Date.now() - since >= patience) return undefined;
      await this.calls.pause(Math.min(patience, this.options.poll.firstSeconds * 1000));
    }
  }

  /** Makes the batch, unless it is there. */
  async make(file: BatchFile): Promise<MadeBatch> {
    for (;;) {
      const adopted = await this.adopt(file.name);
      if (adopted !== undefined) return adopted;
      const { claims } = await this.records.read(file.name);
      const claim = await this.upload(file);
      const number = claims.length + 1;
      if (await this.records.claim(file.name, number, claim)) {
        const made = await this.create(file, claim, number);
        if (made !== undefined) return made;
      } else
        await this.serverAt(claim.url)
          ?.removeFile(claim.file)
          .catch(() => undefined);
    }
  }

  private async upload({ name, lines }: BatchFile): Promise<Claim> {
    // The same one for the same questions, so that twins meet.
    const { urls } = this.endpoint;
    const chosen = urls[Number.parseInt(digestOf(name).slice(0, 8), 16) % urls.length];
    if (chosen === undefined) throw new Error(`the endpoint ${this.endpoint.name} has no URL`);
    const { url, server } = chosen;
    const file = await this.calls.of(url, 'a file for its Batch API', (signal) =>
      server.upload(`tunesmith-${digestOf(name)}.jsonl`, lines, signal),
    );
    return { attempt: randomUUID(), url, file: file ?? '', at: new Date().toISOString() };
  }

  /** Undefined where another attempt has taken over meanwhile. */
  private async create(file: BatchFile, claim: Claim, number: number): Promise<MadeBatch | undefined> {
    const server = this.serverAt(claim.url);
    if (server === undefined) return undefined;
    let overtaken = false;
    const order = { file: claim.file, endpoint: file.endpoint, metadata: { [mark]: claim.attempt } };
    // Not taken back by a cancellation, which would leave a batch that nobody knows: its answer is waited for.
    const job = await this.calls.of<BatchJob | 'overtaken'>(
      claim.url,
      'a batch',
      () => server.create(order),
      {
        again: async (signal) => {
          const { claims } = await this.records.read(file.name);
          overtaken = claims.length > number;
          if (overtaken) return 'overtaken';
          return server.find((each) => isOf(each, claims), signal);
        },
      },
    );
    if (job === undefined || job === 'overtaken') return undefined;
    const own: MadeBatch = { url: claim.url, id: job.id, file: claim.file };
    const made = await this.records.made(file.name, own);
    // Another attempt thought this one dead and made its own.
    if (made.id !== own.id) await server.cancel(own.id).catch(() => undefined);
    return made;
  }

  /** Looks among the server's batches for one that was claimed and not written down. */
  private async find(name: string, claims: readonly Claim[]): Promise<MadeBatch | undefined> {
    const urls = [...new Set(claims.map(({ url }) => url))];
    for (const url of urls) {
      const server = this.serverAt(url);
      if (server === undefined) continue;
      const job = await this.calls.of(url, 'a list of its batches', (signal) =>
        server.find((each) => isOf(each, claims), signal),
      );
      if (job === undefined) continue;
      const file = job.input_file_id ?? claims.at(-1)?.file ?? '';
      return this.records.made(name, { url, id: job.id, file });
    }
    return undefined;
  }
}

/** By its file, or by its mark where a server tells of no file. */
function isOf(job: BatchJob, claims: readonly Claim[]): boolean {
  return claims.some(({ file, attempt }) => file === job.input_file_id || attempt === job.metadata?.[mark]);
}
