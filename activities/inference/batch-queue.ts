import type { PendingAsk } from './pending-ask.ts';
import { goesBefore, RequestQueue } from './request-queue.ts';

/** Asks of language models, each of which is a request of its own. */
const alone = '';

/**
 * Asks that wait to be sent, those that may share a request in a queue of their own: a request takes as many as are
 * there and fit, so that batches grow exactly while the endpoint is busy.
 */
export class BatchQueue {
  #queues = new Map<string, RequestQueue<PendingAsk>>();

  push(ask: PendingAsk): void {
    const key = ask.batch?.key ?? alone;
    let queue = this.#queues.get(key);
    if (queue === undefined) {
      queue = new RequestQueue<PendingAsk>();
      this.#queues.set(key, queue);
    }
    queue.push(ask);
  }

  /** The ask whose turn it is; it stays in the queue. */
  peek(): PendingAsk | undefined {
    return this.#first()?.ask;
  }

  /** Takes the ask whose turn it is and those that go with it in one request, in their order. */
  pop(): PendingAsk[] {
    const first = this.#first();
    if (first === undefined) return [];
    const { queue, ask } = first;
    queue.pop();
    const asks = [ask];
    let room = (ask.batch?.characters ?? 0) - ask.characters;
    // One that was refused in a batch goes in ever smaller ones, until the bad text is alone.
    const most = Math.min(ask.batch?.rows ?? 1, ask.most);
    for (let next = queue.peek(); next !== undefined && asks.length < most; next = queue.peek()) {
      if (next.characters > room || next.most <= asks.length) break;
      queue.pop();
      asks.push(next);
      room -= next.characters;
    }
    if (queue.size === 0) this.#queues.delete(ask.batch?.key ?? alone);
    return asks;
  }

  remove(ask: PendingAsk): void {
    const key = ask.batch?.key ?? alone;
    const queue = this.#queues.get(key);
    queue?.remove(ask);
    if (queue?.size === 0) this.#queues.delete(key);
  }

  /** Takes out and gives all that match. */
  drain(matches: (ask: PendingAsk) => boolean): PendingAsk[] {
    return [...this.#queues.values()].flatMap((queue) => queue.drain(matches));
  }

  #first(): { queue: RequestQueue<PendingAsk>; ask: PendingAsk } | undefined {
    let best: { queue: RequestQueue<PendingAsk>; ask: PendingAsk } | undefined;
    for (const queue of this.#queues.values()) {
      const ask = queue.peek();
      if (ask !== undefined && (best === undefined || goesBefore(ask, best.ask))) best = { queue, ask };
    }
    return best;
  }
}
