/** At most `size` may be inside at once; the others wait in the order in which they came. */
export class Window {
  private readonly waiting: (() => void)[] = [];
  private inside = 0;
  private readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  async enter(): Promise<void> {
    if (this.inside < this.size) {
      this.inside += 1;
      return;
    }
    await new Promise<void>((admit) => this.waiting.push(admit));
  }

  /** Hands the place to the next in line, if any. */
  leave(): void {
    const admit = this.waiting.shift();
    if (admit === undefined) this.inside -= 1;
    else admit();
  }
}
