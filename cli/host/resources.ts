/** What a command has opened, closed in reverse order; one that fails to close does not keep the others open. */
export class Resources {
  private readonly closers: (() => Promise<void> | void)[] = [];

  add(close: () => Promise<void> | void): void {
    this.closers.push(close);
  }

  async close(): Promise<void> {
    for (let close = this.closers.pop(); close !== undefined; close = this.closers.pop())
      try {
        await close();
      } catch {
        // What it was to close ends with the process.
      }
  }
}
