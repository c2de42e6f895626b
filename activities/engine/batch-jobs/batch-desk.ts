import { setTimeout as delay } from 'node:timers/promises';
import { BatchApiSchema, type BatchApi } from '../../../schemas/inference/batch-api.ts';
import type { Answer, LanguageQuestion } from '../../../schemas/inference/question.ts';
import type { Role } from '../../../schemas/inference/role.ts';
import type { BatchProgress } from '../../../schemas/build/progress.ts';
import { digestOf } from '../../digest.ts';
import { endOf, type BatchFailure, type BatchJob } from '../../inference/batch-api/batch-job.ts';
import {
  batchPath,
  requestLine,
  resultLines,
  type ResultLine,
} from '../../inference/batch-api/batch-lines.ts';
import type { BatchEndpoint } from '../../inference/batch-api/batch-endpoint.ts';
import { mannerOf, type Manner } from '../../inference/manner.ts';
import { RequestFailed, RequestRefused } from '../../inference/index.ts';
import { BatchCalls } from './batch-calls.ts';
import { BatchMaker } from './batch-maker.ts';
import type { BatchRecords, MadeBatch } from './batch-records.ts';
import { outcomeOf, type Arrived } from './line-outcome.ts';
import type { StillRows } from './still-rows.ts';

/** A question that waits for its answer. */
interface Waiting {
  readonly id: string;
  readonly question: LanguageQuestion;
  readonly line: string;
  readonly bytes: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
  tries: number;
}

export interface DeskOptions {
  readonly role: Role;
  readonly endpoint: BatchEndpoint;
  readonly records: BatchRecords;
  readonly rows: StillRows;
  readonly signal: AbortSignal;
  /** Waits, or throws, where nothing new is to be asked any more. */
  readonly mayAsk: () => Promise<void>;
  /** Whether `signal` ended because a person cancelled the build. */
  readonly cancelled: () => boolean;
}

const growth = 1.5;

/** How often lines are weeded out of a file that does not pass: a server may name but one at a time. */
const weedings = 5;

/** Milliseconds that an attempt which ends waits for what it must not leave: a batch half made, a cancellation. */
const lastWords = 15_000;

/** Codes of a batch that failed because too much was under way. */
const passingFailure = /(token|rate|batch|request|queue)s?_limit_exceeded|too_many_batches/;

/**
 * Asks a shard's questions to one role by OpenAI's Batch API. What the rows ask is collected until they stand still, and
 * goes as a batch; what comes back is handed out, and what is missing is asked again alone. Before anything is asked,
 * batches that other attempts have made for this shard are waited for.
 */
export class BatchDesk {
  private readonly options: DeskOptions;
  private readonly api: BatchApi;
  private readonly calls: BatchCalls;
  private readonly maker: BatchMaker;
  private readonly manner: Manner;
  private pending: Waiting[] = [];
  /** All that wait, sent or not. */
  private readonly waiting = new Set<Waiting>();
  private bytes = 0;
  /** Lines that came back and were not asked for yet, by the id of their request. */
  private readonly arrived = new Map<string, Arrived>();
  /** Batches that this attempt follows, and how those ended of which nothing more comes. */
  private readonly underWay = new Map<string, { readonly made: MadeBatch; job: BatchJob | undefined }>();
  private readonly ended = new Map<string, string>();
  /** Batches that this attempt makes itself. */
  private readonly own = new Set<string>();
  /** Those that were open before it knew the answers in the store. */
  private seen: readonly string[] = [];
  private readonly making = new Set<Promise<unknown>>();
  private adopting: Promise<void> | undefined;
  /** Batches in a row that came to nothing: the next one waits longer. */
  private fruitless = 0;
  private answers = false;
  private weeded = 0;

  constructor(options: DeskOptions) {
    this.options = options;
    const { role, endpoint, records, signal, rows } = options;
    this.api = BatchApiSchema.parse(role.batchApi ?? {});
    this.calls = new BatchCalls(endpoint, role, signal);
    this.manner = mannerOf(role);
    this.maker = new BatchMaker(endpoint, records, this.calls, this.api);
    rows.onStill(() => this.send());
    const drop = (): void => this.waiting.forEach(({ reject }) => reject(signal.reason));
    signal.addEventListener('abort', drop, { once: true });
  }

  /**
   * To be called before the answers in the store are read: a batch that is over by the time that it is looked for has its
   * answers there, but perhaps since then.
   */
  async look(): Promise<void> {
    this.seen = await this.options.records.open();
  }

  /** Takes in the answers of batches that other attempts have made, those of killed ones above all. */
  async adopt(): Promise<void> {
    // One at a time: whoever comes meanwhile finds what the first has found.
    while (this.adopting !== undefined) await this.adopting.catch(() => undefined);
    this.adopting = this.adoptOpen();
    try {
      await this.adopting;
    } finally {
      this.adopting = undefined;
    }
  }

  /** The answer to a question, of which `id` is the address. Rejects as a request of its own would. */
  async ask(id: string, question: LanguageQuestion): Promise<Answer> {
    const line = requestLine(id, question, this.manner);
    const bytes = Buffer.byteLength(line);
    if (bytes > this.api.bytes) throw this.tooLarge(bytes);
    return this.options.rows.waits(
      new Promise((resolve, reject) => {
        const settled =
          <T>(settle: (value: T) => void) =>
          (value: T): void => {
            this.waiting.delete(waiting);
            settle(value);
          };
        const waiting: Waiting = {
          id,
          question,
          line,
          bytes,
          resolve: settled(resolve),
          reject: settled(reject),
          tries: 0,
        };
        this.waiting.add(waiting);
        if (this.settle(waiting) !== 'settled') this.add(waiting);
      }),
    );
  }

  /** How the batches fare that are waited for; undefined where there are none. */
  state(): BatchProgress | undefined {
    const jobs = [...this.underWay.values()].map(({ job }) => job);
    if (jobs.length === 0) return undefined;
    const states: Record<string, number> = {};
    for (const job of jobs) {
      const state = job?.status ?? 'asked for';
      states[state] = (states[state] ?? 0) + 1;
    }
    const sum = (of: (job: BatchJob) => number): number =>
      jobs.reduce((total, job) => total + (job === undefined ? 0 : of(job)), 0);
    return {
      endpoint: this.options.endpoint.name,
      states,
      requests: sum(({ request_counts: counts }) => counts?.total ?? 0),
      done: sum(({ request_counts: counts }) => (counts?.completed ?? 0) + (counts?.failed ?? 0)),
    };
  }

  /** Whether a batch has given answers: the lines of one come all at once, whichever of them are refused. */
  get hasAnswers(): boolean {
    return this.answers;
  }

  /** What keeps its server from being asked, for people; undefined where nothing does. */
  get problem(): string | undefined {
    return this.calls.problem;
  }

  /** The shard's answers are all in the store: nobody need look at its batches again. */
  async close(): Promise<void> {
    for (const [name, status] of this.ended) await this.options.records.over(name, status);
  }

  /** Ends an attempt that failed. Its batches go on for the next one, unless a person cancelled the build. */
  async leave(): Promise<void> {
    await within(lastWords, Promise.allSettled([...this.making]));
    // One that was made in this moment is followed by now.
    await delay(0);
    if (!this.options.cancelled()) return;
    const jobs = [...this.underWay.values()].map(async ({ made: { url, id } }) => {
      await this.maker.serverAt(url)?.cancel(id);
    });
    await within(lastWords, Promise.allSettled(jobs));
  }

  private add(waiting: Waiting): void {
    const full = this.pending.length >= this.api.requests || this.bytes + waiting.bytes > this.api.bytes;
    if (full) this.send();
    this.pending.push(waiting);
    this.bytes += waiting.bytes;
  }

  private send(): void {
    if (this.pending.length === 0) return;
    const asked = this.pending;
    this.pending = [];
    this.bytes = 0;
    this.through(asked).catch((error: unknown) => asked.forEach(({ reject }) => reject(error)));
  }

  /** One batch from its questions to its answers. */
  private async through(asked: readonly Waiting[]): Promise<void> {
    if (this.fruitless > 0) await this.calls.pause(this.pauseAfter(this.fruitless));
    await this.adopt();
    // In an order that all attempts have: a twin's file is the same, and a server may name its lines by number.
    const left = asked
      .filter((waiting) => this.settle(waiting) !== 'settled')
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const [first] = left;
    if (first === undefined) return;
    await this.options.mayAsk();
    const questions = digestOf(left.map(({ id }) => id));
    const name = await this.options.records.next(questions, new Set(this.ended.keys()));
    this.own.add(name);
    const lines = left.map(({ line }) => line).join('');
    const making = this.maker.make({ name, lines, endpoint: batchPath(first.question) });
    this.making.add(making);
    const made = await making.finally(() => this.making.delete(making));
    const job = await this.follow(name, made);
    if (job !== undefined && endOf(job) === 'failed') this.failed(left, job, made);
    else this.handOut(left, job);
  }

  private async adoptOpen(): Promise<void> {
    const open = new Set([...this.seen, ...(await this.options.records.open())]);
    const names = [...open].filter(
      (name) => !this.own.has(name) && !this.underWay.has(name) && !this.ended.has(name),
    );
    await Promise.all(
      names.map(async (name) => {
        const made = await this.maker.adopt(name);
        if (made === undefined) this.ended.set(name, 'never made');
        else await this.follow(name, made);
      }),
    );
  }

  /** Waits for a batch and takes in what it gave; undefined where the server has it no more. */
  private async follow(name: string, made: MadeBatch): Promise<BatchJob | undefined> {
    const known: { readonly made: MadeBatch; job: BatchJob | undefined } = { made, job: undefined };
    this.underWay.set(name, known);
    // Not forgotten where it throws: a cancellation must find it.
    const job = await this.wait(made, (told) => (known.job = told));
    const lines = job === undefined ? [] : await this.linesOf(made.url, job);
    const answered = lines.some(({ response }) => response?.status_code === 200);
    const seconds = Math.max(0, (job?.completed_at ?? 0) - (job?.created_at ?? 0));
    for (const line of lines)
      this.arrived.set(line.custom_id, { line, milliseconds: seconds * 1000, amongAnswers: answered });
    this.answers ||= answered;
    this.fruitless = answered ? 0 : this.fruitless + 1;
    this.underWay.delete(name);
    this.ended.set(name, job?.status ?? 'gone');
    return job;
  }

  private async wait({ url, id }: MadeBatch, tell: (job: BatchJob) => void): Promise<BatchJob | undefined> {
    const server = this.maker.serverAt(url);
    // The config names that server no more.
    if (server === undefined) return undefined;
    const { firstSeconds, mostSeconds } = this.api.poll;
    for (let [pause, gone] = [firstSeconds, 0]; ; pause = Math.min(mostSeconds, pause * growth)) {
      const job = await this.calls.of(url, 'a look at its batch', (signal) => server.show(id, signal), {
        mayLack: true,
      });
      if (job !== undefined) tell(job);
      if (job !== undefined && endOf(job) !== 'under way') return job;
      // One may be looked for before a replica knows of it.
      gone = job === undefined ? gone + 1 : 0;
      if (gone > 3) return undefined;
      await this.calls.pause(pause * 1000);
    }
  }

  private async linesOf(url: string, job: BatchJob): Promise<ResultLine[]> {
    const files = [job.error_file_id, job.output_file_id];
    const lines = new Map<string, ResultLine>();
    for (const file of files) {
      if (file === null || file === undefined || file === '') continue;
      const server = this.maker.serverAt(url);
      const text = await this.calls.of(
        url,
        'the answers of its batch',
        (signal) => (server === undefined ? Promise.resolve('') : server.content(file, signal)),
        { mayLack: true },
      );
      for (const [id, line] of resultLines(text ?? '')) lines.set(id, line);
    }
    return [...lines.values()];
  }

  private handOut(asked: readonly Waiting[], job: BatchJob | undefined): void {
    for (const waiting of asked) {
      const settled = this.settle(waiting);
      if (settled === 'settled') continue;
      // Of a completed batch every line should be there; one that ended early owes nothing.
      const owed = settled === 'unknown' && job?.status === 'completed';
      if (!owed || this.mayTryAgain(waiting, 'its batch was completed without it')) this.add(waiting);
    }
    this.options.rows.look();
  }

  /** Settles a question by what has arrived, where something has. */
  private settle(waiting: Waiting): 'settled' | 'again' | 'unknown' {
    const arrived = this.arrived.get(waiting.id);
    if (arrived === undefined) return 'unknown';
    this.arrived.delete(waiting.id);
    const outcome = outcomeOf(arrived, waiting.question, this.options.endpoint);
    if ('answer' in outcome) waiting.resolve(outcome.answer);
    else if ('error' in outcome) waiting.reject(outcome.error);
    else if (outcome.failed === undefined || this.mayTryAgain(waiting, outcome.failed)) return 'again';
    return 'settled';
  }

  /** Counts a failed try; false, and the question is rejected, where it was the last. */
  private mayTryAgain(waiting: Waiting, reason: string): boolean {
    waiting.tries += 1;
    const { endpoint } = this.options;
    if (waiting.tries < endpoint.maxTries) return true;
    const url = endpoint.urls.map((each) => each.url).join(', ');
    const { name, maxTries: tries } = endpoint;
    waiting.reject(new RequestFailed({ endpoint: name, url, status: undefined, tries, reason }));
    return false;
  }

  /** A batch that the server did not begin: none of its questions was asked. */
  private failed(asked: readonly Waiting[], { errors }: BatchJob, { url }: MadeBatch): void {
    const failures = errors ?? [];
    const again = (waiting: readonly Waiting[]): void => {
      waiting.forEach((each) => this.add(each));
      this.options.rows.look();
    };
    if (failures.some(({ code }) => passingFailure.test(code ?? ''))) {
      this.calls.problem = `${this.options.endpoint.name} has too many batches under way (${wordsOf(failures)})`;
      again(asked);
      return;
    }
    const bad = new Map(
      failures.flatMap((each) => (typeof each.line === 'number' ? [[each.line - 1, each]] : [])),
    );
    this.weeded += 1;
    if (bad.size === 0 || bad.size >= asked.length || this.weeded > weedings)
      throw this.calls.refused(url, undefined, `it refuses the file of a batch: ${wordsOf(failures)}`);
    this.fruitless = 0;
    asked.forEach((waiting, at) => {
      const failure = bad.get(at);
      if (failure !== undefined) waiting.reject(this.refusedLine(failure, url));
    });
    again(asked.filter((_, at) => !bad.has(at)));
  }

  private refusedLine({ code, message }: BatchFailure, url: string): RequestRefused {
    const { name: endpoint } = this.options.endpoint;
    return new RequestRefused({
      endpoint,
      url,
      status: 400,
      kind: code ?? 'bad_request',
      reason: message ?? 'the file of its batch did not pass because of it',
    });
  }

  private tooLarge(bytes: number): RequestRefused {
    const { name: endpoint, urls } = this.options.endpoint;
    const reason = `its line has ${bytes} bytes, and a batch may have ${this.api.bytes} (batchApi.bytes)`;
    return new RequestRefused({ endpoint, url: urls[0]?.url ?? '', status: 413, kind: 'too_large', reason });
  }

  private pauseAfter(fruitless: number): number {
    const { firstSeconds, mostSeconds } = this.api.poll;
    return 1000 * Math.min(mostSeconds, firstSeconds * 2 ** Math.min(fruitless, 20));
  }
}

/** What a server says of a batch that did not pass, the first of it. */
function wordsOf(failures: readonly BatchFailure[]): string {
  if (failures.length === 0) return 'no reason given';
  const said = failures.slice(0, 3).map(({ code, message, line }) => {
    const where = typeof line === 'number' ? `line ${line}: ` : '';
    return `${where}${message ?? code ?? 'no reason given'}`.replace(/\.$/, '');
  });
  const more = failures.length - said.length;
  return `${said.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const done = new AbortController();
  await Promise.race([work, delay(milliseconds, undefined, { signal: done.signal }).catch(() => undefined)]);
  done.abort();
}
