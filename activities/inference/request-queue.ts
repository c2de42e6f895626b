export interface Queued {
  /** Lower goes first. */
  readonly order: number;
  /** Number of its arrival: first come, first served within an order. */
  readonly arrival: number;
  /** A request that was sent before and failed: ahead of all that were not. */
  readonly retried: boolean;
}

/** Requests that wait to be sent: a binary heap, so that a hundred thousand of them cost no more than a hundred. */
export class RequestQueue<T extends Queued> {
  #heap: T[] = [];
  /** Those taken out of turn stay in the heap until they come up: finding one in it would cost a search. */
  #gone = new Set<T>();

  get size(): number {
    return this.#heap.length - this.#gone.size;
  }

  push(request: T): void {
    this.#heap.push(request);
    this.#up(this.#heap.length - 1);
  }

  /** The request whose turn it is; it stays in the queue. */
  peek(): T | undefined {
    let first = this.#heap[0];
    while (first !== undefined && this.#gone.has(first)) {
      this.#gone.delete(first);
      this.#removeFirst();
      first = this.#heap[0];
    }
    return first;
  }

  pop(): T | undefined {
    const first = this.peek();
    if (first !== undefined) this.#removeFirst();
    return first;
  }

  /** Takes a request out for good that is in the queue. */
  remove(request: T): void {
    this.#gone.add(request);
    if (this.#gone.size > 64 && this.#gone.size * 2 > this.#heap.length) this.#sweep();
  }

  /** Takes out and gives all that match. */
  drain(matches: (request: T) => boolean): T[] {
    this.#sweep();
    const drained = this.#heap.filter(matches);
    if (drained.length > 0) this.#rebuild(this.#heap.filter((request) => !matches(request)));
    return drained;
  }

  #sweep(): void {
    if (this.#gone.size === 0) return;
    const gone = this.#gone;
    this.#gone = new Set();
    this.#rebuild(this.#heap.filter((request) => !gone.has(request)));
  }

  #rebuild(requests: T[]): void {
    // A sorted array is a heap.
    this.#heap = requests.sort((a, b) => (goesBefore(a, b) ? -1 : 1));
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#down();
  }

  #up(from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#swapIfBefore(index, parent)) return;
      index = parent;
    }
  }

  #down(): void {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      const child = this.#isBefore(right, left) ? right : left;
      if (!this.#swapIfBefore(child, index)) return;
      index = child;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const first = this.#heap[a];
    const second = this.#heap[b];
    return first !== undefined && second !== undefined && goesBefore(first, second);
  }

  /** Swaps a child with its parent if the child goes first. */
  #swapIfBefore(child: number, parent: number): boolean {
    const lower = this.#heap[child];
    const upper = this.#heap[parent];
    if (lower === undefined || upper === undefined || !goesBefore(lower, upper)) return false;
    this.#heap[child] = upper;
    this.#heap[parent] = lower;
    return true;
  }
}

export function goesBefore(a: Queued, b: Queued): boolean {
  if (a.retried !== b.retried) return a.retried;
  if (a.order !== b.order) return a.order < b.order;
  return a.arrival < b.arrival;
}
