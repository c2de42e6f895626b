import { z } from 'zod';
import type { BatchFaults } from './batch-faults.ts';
import type { StoredFiles } from './stored-files.ts';

/** What becomes of one line: its answer, or the error that it met. */
export interface LineOutcome {
  readonly status: number;
  readonly body: unknown;
}

const lineSchema = z.object({
  custom_id: z.string().min(1),
  method: z.literal('POST'),
  url: z.string(),
  body: z.record(z.string(), z.unknown()),
});
export type BatchLine = z.output<typeof lineSchema>;

export interface BatchOrder {
  readonly id: string;
  readonly inputFileId: string;
  readonly content: string;
  readonly endpoint: string;
  readonly window: string;
  readonly metadata: Readonly<Record<string, string>> | null;
}

type Status =
  | 'validating'
  | 'failed'
  | 'in_progress'
  | 'finalizing'
  | 'completed'
  | 'expired'
  | 'cancelling'
  | 'cancelled';

interface ValidationError {
  readonly code: string;
  readonly message: string;
  readonly param: string | null;
  readonly line: number | null;
}

const portions = 4;

/** One batch, which a clock outside leads through its states. */
export class Batch {
  readonly order: BatchOrder;
  #status: Status = 'validating';
  #times: Record<string, number>;
  #steppedAt = performance.now();
  #lines: BatchLine[] = [];
  #taken = 0;
  #out: string[] = [];
  #errors: string[] = [];
  #failures: ValidationError[] = [];
  #files: { output_file_id?: string; error_file_id?: string } = {};

  constructor(order: BatchOrder) {
    this.order = order;
    this.#times = { created_at: seconds() };
  }

  get over(): boolean {
    return ['failed', 'completed', 'expired', 'cancelled'].includes(this.#status);
  }

  get status(): Status {
    return this.#status;
  }

  cancel(): void {
    if (!this.over) this.#become('cancelling');
  }

  /** The next step, if it is due. */
  step(
    faults: BatchFaults,
    underWay: number,
    files: StoredFiles,
    answer: (line: BatchLine) => LineOutcome,
  ): void {
    if (this.over || performance.now() - this.#steppedAt < faults.batchStepMs) return;
    if (this.#status === 'validating') this.#validate(faults, underWay);
    else if (this.#status === 'in_progress') this.#take(faults, answer);
    else this.#end(files, faults);
  }

  #validate(faults: BatchFaults, underWay: number): void {
    this.#failures = problemsOf(this.order, faults, underWay);
    if (this.#failures.length > 0) {
      this.#become('failed');
      return;
    }
    this.#lines = linesOf(this.order.content).flatMap(
      (line) => lineSchema.safeParse(parsed(line)).data ?? [],
    );
    this.#become('in_progress');
  }

  #take({ batchAnsweredShare }: BatchFaults, answer: (line: BatchLine) => LineOutcome): void {
    this.#steppedAt = performance.now();
    const most =
      batchAnsweredShare === 1 ? this.#lines.length : Math.ceil(this.#lines.length * batchAnsweredShare);
    const until = Math.min(most, this.#taken + Math.ceil(this.#lines.length / portions));
    for (; this.#taken < until; this.#taken++) {
      const line = this.#lines[this.#taken];
      if (line !== undefined) this.#write(line, answer(line));
    }
    if (this.#taken >= most) this.#become('finalizing');
  }

  #write({ custom_id }: BatchLine, { status, body }: LineOutcome): void {
    const id = `batch_req_${this.order.id}_${this.#taken}`;
    const response = { status_code: status, request_id: id, body };
    const line = JSON.stringify({ id, custom_id, response, error: null });
    (status === 200 ? this.#out : this.#errors).push(line);
  }

  #end(files: StoredFiles, { batchAnsweredShare }: BatchFaults): void {
    const cancelled = this.#status === 'cancelling';
    const expired = !cancelled && batchAnsweredShare < 1 && this.#taken < this.#lines.length;
    const code = cancelled ? 'batch_cancelled' : 'batch_expired';
    for (const { custom_id } of cancelled || expired ? this.#lines.slice(this.#taken) : []) {
      const error = { code, message: 'This request could not be executed before the batch ended.' };
      this.#errors.push(JSON.stringify({ id: `batch_req_${custom_id}`, custom_id, response: null, error }));
    }
    const write = (lines: readonly string[], name: string) =>
      files.add(lines.map((line) => `${line}\n`).join(''), `${this.order.id}_${name}.jsonl`, 'batch_output')
        .id;
    // As OpenAI does: a file that would be empty is none.
    if (this.#out.length > 0) this.#files.output_file_id = write(this.#out, 'output');
    if (this.#errors.length > 0) this.#files.error_file_id = write(this.#errors, 'error');
    this.#become(cancelled ? 'cancelled' : expired ? 'expired' : 'completed');
  }

  #become(status: Status): void {
    this.#status = status;
    this.#steppedAt = performance.now();
    this.#times[`${status}_at`] = seconds();
  }

  told(): object {
    const { id, inputFileId, endpoint, window, metadata } = this.order;
    return {
      id,
      object: 'batch',
      endpoint,
      errors: this.#failures.length === 0 ? null : { object: 'list', data: this.#failures },
      input_file_id: inputFileId,
      completion_window: window,
      status: this.#status,
      output_file_id: this.#files.output_file_id ?? null,
      error_file_id: this.#files.error_file_id ?? null,
      ...this.#times,
      request_counts: {
        total: this.#lines.length,
        completed: this.#out.length,
        failed: this.#taken - this.#out.length,
      },
      metadata,
    };
  }
}

function problemsOf(
  { content, endpoint }: BatchOrder,
  { batchFailure, batchInvalidText, batchesAtOnce, batchRequests, batchBytes }: BatchFaults,
  underWay: number,
): ValidationError[] {
  const whole = (code: string, message: string) => [{ code, message, param: null, line: null }];
  if (batchFailure !== null) return whole('invalid_request', batchFailure);
  if (batchesAtOnce !== null && underWay > batchesAtOnce)
    return whole(
      'token_limit_exceeded',
      'Enqueued token limit reached. Please try again once some batches are done.',
    );
  const lines = linesOf(content);
  if (lines.length === 0) return whole('empty_file', 'The batch input file is empty.');
  if (lines.length > batchRequests)
    return whole(
      'too_many_tasks',
      `The batch input file has ${lines.length} lines; the limit is ${batchRequests}.`,
    );
  if (Buffer.byteLength(content) > batchBytes)
    return whole('file_too_large', `The batch input file is larger than ${batchBytes} bytes.`);
  const seen = new Set<string>();
  const models = new Set<unknown>();
  return lines.flatMap((text, at): ValidationError[] => {
    const wrong = (code: string, message: string, param: string | null = null) => [
      { code, message, param, line: at + 1 },
    ];
    const line = lineSchema.safeParse(parsed(text)).data;
    if (line === undefined) return wrong('invalid_json_line', 'This line is no request.');
    if (batchInvalidText !== null && text.includes(batchInvalidText))
      return wrong('invalid_request', 'This line cannot be processed.', 'body');
    if (line.url !== endpoint)
      return wrong('mismatched_endpoint', `The url ${line.url} is not the batch's ${endpoint}.`, 'url');
    if (seen.has(line.custom_id))
      return wrong('duplicate_custom_id', 'The custom_id is used twice.', 'custom_id');
    seen.add(line.custom_id);
    models.add(line.body['model']);
    return models.size > 1
      ? wrong('mismatched_model', 'All requests of a batch name one model.', 'model')
      : [];
  });
}

function linesOf(content: string): string[] {
  return content.split('\n').filter((line) => line !== '');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
