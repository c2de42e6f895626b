import { z } from 'zod';
import { RequestProblem } from '../http/problem.ts';
import { readRequest } from '../api/sampling.ts';
import { Batch, type BatchLine, type LineOutcome } from './batch.ts';
import type { BatchFaults } from './batch-faults.ts';
import { StoredFiles } from './stored-files.ts';

const orderSchema = z.object({
  input_file_id: z.string().min(1),
  endpoint: z.enum(['/v1/chat/completions', '/v1/completions', '/v1/embeddings']),
  completion_window: z.literal('24h'),
  metadata: z.record(z.string().max(64), z.string().max(512)).nullish(),
});

/** Milliseconds between looks at what is due. */
const tickMs = 5;

/** Files and batches of OpenAI's Batch API. Lines are answered by the same rules as requests. */
export class BatchOffice {
  readonly files = new StoredFiles();
  #batches: Batch[] = [];
  #made = 0;
  #clock: NodeJS.Timeout | undefined;
  #faults: () => BatchFaults;
  #answer: (line: BatchLine) => LineOutcome;

  constructor(faults: () => BatchFaults, answer: (line: BatchLine) => LineOutcome) {
    this.#faults = faults;
    this.#answer = answer;
  }

  /** @throws RequestProblem (400, 404) */
  create(body: unknown): object {
    const { input_file_id, endpoint, completion_window, metadata } = readRequest(orderSchema, body);
    const batch = new Batch({
      id: `batch_standin_${++this.#made}`,
      inputFileId: input_file_id,
      content: this.files.need(input_file_id).content,
      endpoint,
      window: completion_window,
      metadata: metadata ?? null,
    });
    this.#batches.unshift(batch);
    this.#clock ??= setInterval(() => this.#tick(), tickMs);
    return batch.told();
  }

  show(id: string): object {
    return this.#need(id).told();
  }

  cancel(id: string): object {
    const batch = this.#need(id);
    if (batch.over) throw new RequestProblem(409, `Cannot cancel a batch with status '${batch.status}'.`);
    batch.cancel();
    return batch.told();
  }

  /** The newest first. */
  list(query: URLSearchParams): object {
    const limit = Math.min(100, Number(query.get('limit') ?? 20));
    const after = query.get('after');
    const from = after === null ? 0 : this.#batches.findIndex(({ order }) => order.id === after) + 1;
    const page = this.#batches.slice(from, from + limit);
    return {
      object: 'list',
      data: page.map((batch) => batch.told()),
      first_id: page[0]?.order.id ?? null,
      last_id: page.at(-1)?.order.id ?? null,
      has_more: from + page.length < this.#batches.length,
    };
  }

  close(): void {
    clearInterval(this.#clock);
  }

  #need(id: string): Batch {
    const batch = this.#batches.find(({ order }) => order.id === id);
    if (batch === undefined) throw new RequestProblem(404, `No batch found with id '${id}'.`);
    return batch;
  }

  #tick(): void {
    const open = this.#batches.filter(({ over }) => !over);
    for (const batch of open.toReversed()) batch.step(this.#faults(), open.length, this.files, this.#answer);
    if (open.length > 0) return;
    clearInterval(this.#clock);
    this.#clock = undefined;
  }
}
