import { randomUUID } from 'node:crypto';
import type OpenAI from 'openai';
import { UnusableAnswer } from '../unusable-answer.ts';
import { bodyExcerpt } from '../body-excerpt.ts';
import { BatchJobSchema, BatchListSchema, FileSchema, type BatchJob } from './batch-job.ts';
import type { z } from 'zod';

export interface BatchOrder {
  readonly file: string;
  /** Path of the requests in it, such as `/v1/chat/completions`. */
  readonly endpoint: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Batches that a search looks through: more than an account makes in a few minutes. */
const mostListed = 1000;
const pageSize = 100;

/** OpenAI's `/files` and `/batches` at one base URL. Errors are the SDK's and ours: see `faultOf`. */
export class BatchServer {
  readonly #client: OpenAI;

  constructor(client: OpenAI) {
    this.#client = client;
  }

  /** Uploads the lines of a batch; the file's id. */
  async upload(name: string, lines: string, signal?: AbortSignal): Promise<string> {
    const boundary = `tunesmith-${randomUUID()}`;
    const part = (disposition: string, content: string): string =>
      `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`;
    const file = `name="file"; filename="${name}"\r\nContent-Type: application/jsonl`;
    const answer = await this.#client.post<unknown>('/files', {
      // Whole, since our transport sends no streams.
      body: `${part('name="purpose"', 'batch')}${part(file, lines)}--${boundary}--\r\n`,
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      ...taken(signal),
    });
    return read(FileSchema, answer).id;
  }

  async create({ file, endpoint, metadata }: BatchOrder, signal?: AbortSignal): Promise<BatchJob> {
    const body = { input_file_id: file, endpoint, completion_window: '24h', metadata };
    return read(BatchJobSchema, await this.#client.post<unknown>('/batches', { body, ...taken(signal) }));
  }

  async show(id: string, signal?: AbortSignal): Promise<BatchJob> {
    return read(
      BatchJobSchema,
      await this.#client.get<unknown>(`/batches/${encodeURIComponent(id)}`, taken(signal)),
    );
  }

  async cancel(id: string, signal?: AbortSignal): Promise<BatchJob> {
    const path = `/batches/${encodeURIComponent(id)}/cancel`;
    return read(BatchJobSchema, await this.#client.post<unknown>(path, taken(signal)));
  }

  /** The newest batch that matches; undefined where none of the last thousand does. */
  async find(matches: (job: BatchJob) => boolean, signal?: AbortSignal): Promise<BatchJob | undefined> {
    let after: string | undefined;
    for (let seen = 0; seen < mostListed;) {
      const query = { limit: pageSize, ...(after === undefined ? {} : { after }) };
      const page = read(
        BatchListSchema,
        await this.#client.get<unknown>('/batches', { query, ...taken(signal) }),
      );
      const found = page.data.find(matches);
      if (found !== undefined) return found;
      seen += page.data.length;
      const last = page.last_id ?? page.data.at(-1)?.id;
      // Servers that know no pages give the same one again.
      if (page.has_more !== true || last === undefined || last === after) return undefined;
      after = last;
    }
    return undefined;
  }

  /** Whether there is a list of batches at all. */
  async look(): Promise<void> {
    read(BatchListSchema, await this.#client.get<unknown>('/batches', { query: { limit: 1 } }));
  }

  /** The bytes of a file, as text. */
  async content(file: string, signal?: AbortSignal): Promise<string> {
    // Not parsed: a file of one line would pass for JSON.
    const response = await this.#client
      .get<unknown>(`/files/${encodeURIComponent(file)}/content`, taken(signal))
      .asResponse();
    return response.text();
  }

  async removeFile(file: string): Promise<void> {
    await this.#client.delete(`/files/${encodeURIComponent(file)}`);
  }
}

function taken(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new UnusableAnswer(`HTTP 200, but not as the Batch API answers: ${bodyExcerpt(body)}`);
}
