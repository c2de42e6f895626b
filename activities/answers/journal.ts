import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AnswerSchema, type Answer } from '../../schemas/question.ts';
import { codeOf } from '../storage/file-fault.ts';
import { StoreFull } from '../storage/store-full.ts';

export const EntrySchema = z.object({ address: z.string(), answer: AnswerSchema });
export type Entry = z.infer<typeof EntrySchema>;

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
  /** Files of earlier attempts whose entries were read. */
  private adopted: string[] = [];

  constructor(folder: string) {
    this.folder = folder;
    this.path = join(folder, `${randomUUID()}.jsonl`);
  }

  /** Entries that earlier attempts on this host left behind. A torn last line is an answer that never arrived whole. */
  recover(): Entry[] {
    const names = listFiles(this.folder);
    this.adopted = names.map((name) => join(this.folder, name));
    return this.adopted.flatMap((path) => readEntries(path));
  }

  /** Throws StoreFull where the disk has no room; the line is then torn, and counts as an answer that never arrived. */
  append(entry: Entry): void {
    // A torn line must not spoil the one after it.
    const line = Buffer.from(`${this.torn ? '\n' : ''}${JSON.stringify(entry)}\n`);
    try {
      if (this.file === undefined) {
        mkdirSync(this.folder, { recursive: true });
        this.file = openSync(this.path, 'a');
      }
      this.torn = true;
      // The last bytes of a disk take a part of a line without an error.
      for (let written = 0; written < line.length;) written += writeSync(this.file, line, written);
      this.torn = false;
    } catch (error) {
      const code = codeOf(error);
      if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
      throw new StoreFull(this.path, 'the journal of answers that are paid for is kept there', {
        cause: error,
      });
    }
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
  }
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
