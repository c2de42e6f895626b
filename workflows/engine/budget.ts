/** US dollars after which a build asks a person, and as many again once it may go on. */
export class Budget {
  private readonly each: number;
  private readonly byLane = new Map<string, number>();
  private reached = 0;

  constructor(each: number) {
    this.each = each;
  }

  /** The limit that was reached last; the first one where none was. */
  get limit(): number {
    return this.each * Math.max(1, this.reached);
  }

  get spent(): number {
    return [...this.byLane.values()].reduce((sum, dollars) => sum + dollars, 0);
  }

  /** Takes note of all that a lane has spent; true where another limit is reached by it. */
  isReachedBy(lane: string, dollars: number): boolean {
    this.byLane.set(lane, dollars);
    const reached = Math.floor(this.spent / this.each);
    if (reached <= this.reached) return false;
    this.reached = reached;
    return true;
  }
}
