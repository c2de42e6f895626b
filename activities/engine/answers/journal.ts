import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AnswerSchema, type Answer } from '../../../schemas/inference/question.ts';
import { isFull } from '../../storage/file-fault.ts';
import { isGone, isProcess, processName } from '../../storage/process-name.ts';
import { StoreFull } from '../../storage/store-full.ts';

export const EntrySchema = z.object({
  address: z.string(),
  answer: AnswerSchema,
  /** The build that paid for it; none where it was taken over from another shard of the build. */
  build: z.string().optional(),
});
export type Entry = z.infer<typeof EntrySchema>;

/** An entry as journals and parts in the store have it. */
export function lineOf(entry: Entry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** Journals that this process has open. */
const live = new Set<string>();

/**
 * Answers of one shard that have not reached the store yet, one line each, written before anything else is done with
 * an answer: a `kill -9` loses none that arrived. Not synced to the disk: the page cache outlives the process, and the
 * loss of the host costs one flush interval.
 */
export class Journal {
  private readonly folder: string;
  private readonly path: string;
  private file: number | undefined;
  private torn = false;
  /** Files of attempts that are over, whose entries were read. */
  private adopted: string[] = [];

  private readonly makeRoom: () => boolean;

  /** @param makeRoom called when its disk is full; true where writing is worth another try */
  constructor(folder: string, makeRoom: () => boolean = () => false) {
    this.folder = folder;
    this.makeRoom = makeRoom;
    this.path = join(folder, `${processName()}-${randomUUID()}.jsonl`);
  }

  /**
   * Entries of other attempts on this host. A torn last line is an answer that has not arrived whole. What an attempt
   * beside this one still writes is read, and left to it.
   */
  recover(): Entry[] {
    const names = listFiles(this.folder);
    this.adopted = names.filter((name) => isOver(this.folder, name)).map((name) => join(this.folder, name));
    return names.flatMap((name) => readEntries(join(this.folder, name)));
  }

  /** Throws StoreFull where the disk has no room; the line is then torn, and counts as an answer that never arrived. */
  append(line: string): void {
    try {
      this.write(line);
    } catch (error) {
      if (!isFull(error)) throw error;
      const why = 'the journal of answers that are paid for is kept there';
      if (!this.makeRoom()) throw new StoreFull(this.path, why, { cause: error });
      this.append(line);
    }
  }

  private write(line: string): void {
    // A torn line must not spoil the one after it.
    const bytes = Buffer.from(this.torn ? `\n${line}` : line);
    if (this.file === undefined) {
      mkdirSync(this.folder, { recursive: true });
      this.file = openSync(this.path, 'a');
      live.add(this.path);
    }
    this.torn = true;
    // The last bytes of a disk take a part of a line without an error.
    for (let written = 0; written < bytes.length;) written += writeSync(this.file, bytes, written);
    this.torn = false;
  }

  /** Forgets what is in the store now. */
  clear(): void {
    this.close();
    for (const path of [...this.adopted, this.path]) rmSync(path, { force: true });
    this.adopted = [];
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
    live.delete(this.path);
  }
}

/** Whether nobody writes the journal any more: its process is gone, or is this one and has closed it. */
function isOver(folder: string, name: string): boolean {
  const writer = name.slice(0, -`-${randomUUID()}.jsonl`.length);
  return writer === processName() ? !live.has(join(folder, name)) : isGone(writer) || !isProcess(writer);
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  } catch {
    return [];
  }
}

function readEntries(path: string): Entry[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => parseEntry(line) ?? []);
}

/** One line of a journal or of a part in the store; undefined when it is torn. */
export function parseEntry(line: string): Entry | undefined {
  if (line === '') return undefined;
  try {
    const entry = EntrySchema.safeParse(JSON.parse(line));
    return entry.success ? entry.data : undefined;
  } catch {
    return undefined;
  }
}

export type { Answer };
