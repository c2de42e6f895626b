/** Milliseconds without news after which rows count as still: where each of them waits for a batch, and where some do not. */
const settled = 50;
const settling = 1000;

/**
 * Knows when a shard's rows do nothing but wait for batches, so that what they ask goes into as few as can be. Rows may ask
 * several questions at once, or be at something else for a while: a short quiet makes up for what counting cannot tell.
 */
export class StillRows {
  private rows = 0;
  private waiting = 0;
  private elsewhere = 0;
  private begun = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly listeners: (() => void)[] = [];

  /** Calls back whenever the rows have come to a stand. */
  onStill(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** A row begins; the result is called when it is done. */
  enter(): () => void {
    this.rows += 1;
    this.look();
    return () => {
      this.rows -= 1;
      this.look();
    };
  }

  /** All rows have begun. */
  allBegun(): void {
    this.begun = true;
    this.look();
  }

  /** A question waits for a batch until the promise settles. */
  async waits<T>(answer: Promise<T>): Promise<T> {
    this.waiting += 1;
    this.look();
    try {
      return await answer;
    } finally {
      this.waiting -= 1;
      this.look();
    }
  }

  /** A question is asked in a request of its own. */
  async asks<T>(answer: Promise<T>): Promise<T> {
    this.elsewhere += 1;
    try {
      return await answer;
    } finally {
      this.elsewhere -= 1;
      this.look();
    }
  }

  /** To be called where something waits again. */
  look(): void {
    clearTimeout(this.timer);
    if (!this.begun || this.elsewhere > 0 || this.waiting === 0) return;
    this.timer = setTimeout(
      () => this.listeners.forEach((listener) => listener()),
      this.waiting >= this.rows ? settled : settling,
    );
  }

  end(): void {
    clearTimeout(this.timer);
    this.begun = false;
  }
}
