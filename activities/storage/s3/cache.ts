import { createHash, randomUUID } from 'node:crypto';
import { link, lstat, mkdir, rename, rm, utimes } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { codeOf } from '../file-fault.ts';
import { sweep } from '../sweep.ts';
import { trim } from './trim.ts';

export interface CacheOptions {
  readonly folder: string;
  /** Names the store among all that share the folder. */
  readonly origin: string;
  /** Bytes to which the folder is trimmed, the longest unused first; files used within `keep` stay. */
  readonly limit: number;
  /** Milliseconds for which a file that was asked for is safe from trimming. @default an hour */
  readonly keep?: number;
}

/**
 * Downloads by key, in a folder that any number of processes may share. Objects never change, so a copy is good
 * for ever; it gets its name only when it is complete.
 */
export class Cache {
  readonly folder: string;
  readonly #origin: string;
  readonly #limit: number;
  readonly #keep: number;
  readonly #coming = new Map<string, Promise<void>>();
  #added = 0;

  constructor(options: CacheOptions) {
    this.folder = options.folder;
    this.#origin = options.origin;
    this.#limit = options.limit;
    this.#keep = options.keep ?? 60 * 60 * 1000;
  }

  async open(): Promise<this> {
    await mkdir(this.#unfinished(), { recursive: true });
    await sweep(this.#unfinished());
    await trim(this.#objects(), this.#limit, this.#keep);
    return this;
  }

  /** The cached copy, brought first if need be; with `hold`, a second name in that folder, which trimming spares. */
  async get(key: string, bring: (path: string) => Promise<void>, hold?: string): Promise<string> {
    const path = this.#pathOf(key);
    for (let tries = 1; ; tries += 1) {
      if (!(await touch(path))) await this.#bringOnce(path, bring);
      if (hold === undefined) return path;
      const held = await holdIn(hold, path);
      if (held !== undefined) return held;
      if (tries >= 3) throw new Error(`${path} is removed by somebody as soon as it is downloaded`);
    }
  }

  /** Takes over a file that was just stored under `key`; where that is not possible it is downloaded when needed. */
  async adopt(key: string, file: string): Promise<void> {
    const path = this.#pathOf(key);
    try {
      const { size } = await lstat(file);
      await mkdir(dirname(path), { recursive: true });
      await rename(file, path);
      await this.#account(size);
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
    }
  }

  async forget(key: string): Promise<void> {
    await rm(this.#pathOf(key), { force: true });
  }

  /** Callers of one process that want the same object share one download; of two processes, the last rename stays. */
  async #bringOnce(path: string, bring: (path: string) => Promise<void>): Promise<void> {
    const coming =
      this.#coming.get(path) ?? this.#bring(path, bring).finally(() => this.#coming.delete(path));
    this.#coming.set(path, coming);
    await coming;
  }

  async #bring(path: string, bring: (path: string) => Promise<void>): Promise<void> {
    const unfinished = join(this.#unfinished(), `${process.pid}-${randomUUID()}`);
    try {
      await bring(unfinished);
      const { size } = await lstat(unfinished);
      await mkdir(dirname(path), { recursive: true });
      await rename(unfinished, path);
      await this.#account(size);
    } finally {
      await rm(unfinished, { force: true });
    }
  }

  /** Looks through the folder only now and then: each time a twentieth of the limit has been added. */
  async #account(size: number): Promise<void> {
    this.#added += size;
    if (this.#added < this.#limit / 20) return;
    this.#added = 0;
    await trim(this.#objects(), this.#limit, this.#keep);
  }

  #unfinished(): string {
    return join(this.folder, 'unfinished');
  }

  #objects(): string {
    return join(this.folder, 'objects');
  }

  #pathOf(key: string): string {
    const name = createHash('sha256').update(`${this.#origin}\n${key}`).digest('hex');
    return join(this.#objects(), name.slice(0, 2), name.slice(2) + extname(key));
  }
}

/** Marks a file as just used; false if it is not there. */
async function touch(path: string): Promise<boolean> {
  try {
    const now = new Date();
    await utimes(path, now, now);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** A second name for the file, undefined if it has just been trimmed. Across disks, the first name must do. */
async function holdIn(folder: string, path: string): Promise<string | undefined> {
  const held = join(folder, `${randomUUID()}${extname(path)}`);
  try {
    await mkdir(folder, { recursive: true });
    await link(path, held);
    return held;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return undefined;
    if (code === 'EXDEV' || code === 'EPERM' || code === 'ENOTSUP') return path;
    throw error;
  }
}
