import { setImmediate } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Answer, Question } from '../../../schemas/inference/question.ts';
import { addressOf } from './address.ts';
import { lineOf, type Entry, type Journal } from './journal.ts';
import type { AnswerFiles } from './answer-files.ts';

/** Milliseconds after which answers are flushed to the store: what the loss of the host may cost. */
const flushInterval = 30_000;

/** Questions under way in this process: whoever asks the same one at the same time gets the same answer. */
const underWay = new Map<string, Promise<Answer>>();

/**
 * What services answered lately, by build: two shards may hold equal texts (an instruction that was generated twice, a
 * notice that ends every page), and a service has one answer for both. Bounded by characters; vectors of long texts
 * would only drive the others out.
 */
const lately = new LRUCache<string, Answer>({
  maxSize: 8_000_000,
  maxEntrySize: 50_000,
  sizeCalculation: ({ text }) => text.length + 500,
});

export interface Known {
  readonly answer: Answer;
  /** True when it was paid for before this attempt, or by another shard. */
  readonly reused: boolean;
}

/** Who asks: a build, in its store. */
export interface Payer {
  readonly store: string;
  readonly build: string;
}

interface Shared {
  readonly book: AnswerBook;
  readonly opened: Promise<void>;
  users: number;
}

/** Books that attempts of this process use. */
const shared = new Map<string, Shared>();

/**
 * Opens the book of a shard; attempts of one build at it that run in this process at the same time have one book, so that
 * neither pays for what the other has. Each ends its use by `close` or `leave`, and the last ends the book.
 */
export async function openBook(name: string, make: () => AnswerBook): Promise<AnswerBook> {
  const known = shared.get(name);
  if (known !== undefined) {
    known.users += 1;
    await known.opened;
    return known.book;
  }
  const book = make();
  const opened = book.open();
  shared.set(name, { book, opened, users: 1 });
  try {
    await opened;
    return book;
  } catch (error) {
    shared.delete(name);
    throw error;
  }
}

/** Ends one use of a book; true where it was the last. */
function lastUse(book: AnswerBook): boolean {
  for (const [name, each] of shared) {
    if (each.book !== book) continue;
    each.users -= 1;
    if (each.users > 0) return false;
    shared.delete(name);
  }
  return true;
}

/**
 * Every answer is paid for once (idea 2): looked up among the answers of earlier builds and attempts, asked only if it
 * is not there, and journalled the moment it arrives.
 */
export class AnswerBook {
  private readonly known = new Map<string, Entry>();
  private readonly files: AnswerFiles;
  private readonly journal: Journal;
  private readonly payer: Payer;
  /** Lines of answers that are not in the store yet. */
  private unflushed: string[] = [];
  private flushing: Promise<void> = Promise.resolve();
  private lastFlush = Date.now();
  private left = false;

  constructor(files: AnswerFiles, journal: Journal, payer: Payer) {
    this.files = files;
    this.journal = journal;
    this.payer = payer;
  }

  async open(): Promise<void> {
    for (const entry of await this.files.load()) this.learn(entry);
    for (const entry of this.journal.recover()) {
      if (!this.known.has(entry.address)) this.unflushed.push(lineOf(entry));
      this.learn(entry);
    }
  }

  /** Answers that it has. */
  get size(): number {
    return this.known.size;
  }

  /** Of two answers to one question, which two attempts paid for at once, the same one always counts. */
  private learn(entry: Entry): void {
    const before = this.known.get(entry.address);
    const [a, b] = [before?.answer.text ?? '', entry.answer.text];
    if (before === undefined || b < a || (a === b && before.build !== this.payer.build))
      this.known.set(entry.address, entry);
  }

  async answer(question: Question, ask: () => Promise<Answer>): Promise<Known> {
    const address = addressOf(question);
    const known = this.known.get(address);
    // What an attempt of this build has paid for that came to no end is paid for by this build all the same.
    if (known !== undefined) return { answer: known.answer, reused: known.build !== this.payer.build };
    // Language models are asked with a seed of the row, so theirs never meet. Another build may ask another model of the
    // same name.
    const { store, build } = this.payer;
    const equal = 'task' in question ? `${store}\n${build}\n${address}` : undefined;
    const before = equal === undefined ? undefined : lately.get(equal);
    if (before !== undefined) return { answer: this.keep(address, before), reused: true };
    for (let asked = underWay.get(address); asked !== undefined; asked = underWay.get(address)) {
      // Whoever asked may give up; its cancellation is not ours, so then the first of those that wait asks.
      const found = await asked.catch(() => undefined);
      if (found !== undefined) return { answer: this.keep(address, found), reused: true };
    }
    const asking = ask();
    underWay.set(address, asking);
    try {
      const answer = this.keep(address, await asking, build);
      if (equal !== undefined) lately.set(equal, answer);
      // Answers that arrived together are all journalled before the rows of any go on.
      await setImmediate();
      return { answer, reused: false };
    } finally {
      underWay.delete(address);
    }
  }

  /** Writes what is not in the store yet, in one part, and then forgets the journal. */
  async flush(): Promise<void> {
    this.flushing = this.flushing.catch(() => undefined).then(() => this.flushNow());
    await this.flushing;
  }

  /** Flushes, merges many small parts and closes the journal. */
  async close(): Promise<void> {
    await this.flush();
    if (!lastUse(this)) return;
    await this.files.merge();
    this.journal.clear();
  }

  /** Ends an attempt that failed: what was paid for is kept, in the journal if the store is what failed. */
  async leave(): Promise<void> {
    await this.flush().catch(() => undefined);
    if (!lastUse(this)) return;
    this.left = true;
    if (this.unflushed.length === 0) this.journal.clear();
    else this.journal.close();
  }

  private keep(address: string, answer: Answer, build?: string): Answer {
    // Asked by another shard, which keeps it itself; our journal is closed.
    if (this.left) return answer;
    const entry: Entry = { address, answer, ...(build === undefined ? {} : { build }) };
    // First, so that the store gets it even if the journal's disk is full.
    this.known.set(address, entry);
    const line = lineOf(entry);
    this.unflushed.push(line);
    this.journal.append(line);
    if (Date.now() - this.lastFlush > flushInterval) {
      this.lastFlush = Date.now();
      // A failure shows at the next flush or at the end; the journal still has the answers.
      this.flush().catch(() => undefined);
    }
    return answer;
  }

  private async flushNow(): Promise<void> {
    this.lastFlush = Date.now();
    if (this.unflushed.length === 0) return;
    const batch = this.unflushed;
    this.unflushed = [];
    try {
      await this.files.add(batch);
    } catch (error) {
      this.unflushed = [...batch, ...this.unflushed];
      throw error;
    }
  }
}
