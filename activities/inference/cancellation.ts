/**
 * One listener per signal, however many requests wait on it: an activity's thousands of requests share a signal, and
 * `addEventListener` walks the list of those it has.
 */
export class Cancellation<T> {
  #waiting = new Map<AbortSignal, { members: Set<T>; stop: () => void }>();
  #cancel: (member: T, reason: unknown) => void;

  /** `cancel` is called once for each member whose signal aborts. */
  constructor(cancel: (member: T, reason: unknown) => void) {
    this.#cancel = cancel;
  }

  add(signal: AbortSignal, member: T): void {
    const known = this.#waiting.get(signal);
    if (known !== undefined) {
      known.members.add(member);
      return;
    }
    const members = new Set([member]);
    const aborted = () => {
      this.#waiting.delete(signal);
      for (const each of members) this.#cancel(each, signal.reason);
    };
    signal.addEventListener('abort', aborted, { once: true });
    this.#waiting.set(signal, { members, stop: () => signal.removeEventListener('abort', aborted) });
  }

  remove(signal: AbortSignal, member: T): void {
    const known = this.#waiting.get(signal);
    if (known === undefined) return;
    known.members.delete(member);
    if (known.members.size > 0) return;
    this.#waiting.delete(signal);
    known.stop();
  }
}
