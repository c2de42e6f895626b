import { closeSync, fstatSync, openSync, readSync, statSync, truncateSync } from 'node:fs';

const MAX_BYTES = 20 * 1024 * 1024;
const TAIL_BYTES = 16 * 1024;

/** A server's log, appended to over restarts; it is emptied at a start when it has grown past 20 MB. */
export class LogFile {
  readonly path: string;
  readonly #start: number;

  constructor(path: string) {
    this.path = path;
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size > MAX_BYTES) truncateSync(path);
    this.#start = size > MAX_BYTES ? 0 : size;
  }

  /** The last lines written since this object was made. */
  tail(lines = 8): string {
    const file = openSync(this.path, 'r');
    try {
      const size = fstatSync(file).size;
      const from = Math.max(this.#start, size - TAIL_BYTES);
      const buffer = Buffer.alloc(Math.max(0, size - from));
      readSync(file, buffer, 0, buffer.length, from);
      return buffer.toString().trimEnd().split('\n').slice(-lines).join('\n');
    } finally {
      closeSync(file);
    }
  }
}
