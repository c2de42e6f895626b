import { setTimeout as delay } from 'node:timers/promises';

/** What a command has opened, closed in reverse order; one that fails to close does not keep the others open. */
export class Resources {
  private readonly closers: (() => Promise<void> | void)[] = [];

  add(close: () => Promise<void> | void): void {
    this.closers.push(close);
  }

  /** What is not closed within the milliseconds ends with the process. */
  async close(milliseconds?: number): Promise<void> {
    const closing = this.closeAll();
    await (milliseconds === undefined
      ? closing
      : Promise.race([closing, delay(milliseconds, undefined, { ref: false })]));
  }

  private async closeAll(): Promise<void> {
    for (let close = this.closers.pop(); close !== undefined; close = this.closers.pop())
      try {
        await close();
      } catch {
        // What it was to close ends with the process.
      }
  }
}
