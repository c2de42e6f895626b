import { closeSync, fstatSync, openSync, readSync, statSync, truncateSync } from 'node:fs';

const MAX_BYTES = 20 * 1024 * 1024;
const TAIL_BYTES = 256 * 1024;

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

  /**
   * The last lines written since this object was made, without the frames of a program that ends in a stack of them: what
   * went wrong stands above these.
   */
  tail(lines = 8): string {
    return withoutFrames(this.since().trimEnd().split('\n')).slice(-lines).join('\n');
  }

  /** What was written since this object was made: of very much the end. */
  since(): string {
    const file = openSync(this.path, 'r');
    try {
      const size = fstatSync(file).size;
      const from = Math.max(this.#start, size - TAIL_BYTES);
      const buffer = Buffer.alloc(Math.max(0, size - from));
      readSync(file, buffer, 0, buffer.length, from);
      return buffer.toString();
    } finally {
      closeSync(file);
    }
  }
}

/** A frame of Go's is two lines: the function, and below it, after a tab, the file. */
function withoutFrames(lines: readonly string[]): string[] {
  return lines.filter((line, at) => !line.startsWith('\t') && lines[at + 1]?.startsWith('\t') !== true);
}
