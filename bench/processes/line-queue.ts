import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';

/** Lines of a stream, kept until they are asked for: a program whose output nobody reads would stand still. */
export class LineQueue {
  private readonly lines: string[] = [];
  private readonly waiting: ((line: string | undefined) => void)[] = [];
  private ended = false;

  constructor(stream: Readable) {
    const reader = createInterface({ input: stream });
    reader.on('line', (line) => {
      const taker = this.waiting.shift();
      if (taker === undefined) this.lines.push(line);
      else taker(line);
    });
    reader.on('close', () => {
      this.ended = true;
      for (const taker of this.waiting.splice(0)) taker(undefined);
    });
  }

  /** The next line; undefined after the last. */
  next(): Promise<string | undefined> {
    const line = this.lines.shift();
    if (line !== undefined || this.ended) return Promise.resolve(line);
    return new Promise((taker) => this.waiting.push(taker));
  }

  /** What nobody has taken. */
  rest(): string {
    return this.lines.join('\n');
  }
}
