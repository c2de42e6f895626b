import type { ServerResponse } from 'node:http';
import type { Job, Rendered } from './api/api.ts';
import { diceFrom } from './dice.ts';
import { fateOf } from './faults.ts';
import type { Fate, Faults } from './faults.ts';
import { Gate } from './gate.ts';
import type { Place } from './gate.ts';
import { RequestProblem } from './http/problem.ts';
import { openStream, sendHalf, sendJson, sendProblem } from './http/reply.ts';
import { Pace } from './pace.ts';
import type { Mark, Tally } from './stats.ts';

/** Takes jobs through queue, slot and service time to their answer, or to the fault that is drawn for them. */
export class Service {
  #faults: Faults;
  #seed: number;
  #tally: Tally;
  #gate: Gate;
  #pace = new Pace();
  #open = new Map<ServerResponse, Delivery>();
  #ordinal = 0;

  constructor(faults: Faults, seed: number, tally: Tally) {
    this.#faults = faults;
    this.#seed = seed;
    this.#tally = tally;
    this.#gate = new Gate(faults, (inService, queued) => tally.occupied(inService, queued));
  }

  /** New faults hold for requests that come from now on; `down` also ends those that are here. */
  change(faults: Faults): void {
    this.#faults = faults;
    this.#gate.limit(faults);
    if (!faults.down) return;
    for (const [res, delivery] of this.#open) {
      delivery.broken = true;
      res.destroy();
    }
  }

  /** @throws RequestProblem where the request is turned away: 429 by a full queue, 500 and 503 by errorRate, 400 by refusals. */
  serve(res: ServerResponse, job: Job, mark: Mark): void {
    const fate = fateOf(this.#faults, this.#seed, ++this.#ordinal, job.key);
    if (fate === 'error-500')
      throw new RequestProblem(500, 'The server had an error.', { type: 'server_error' });
    if (fate === 'error-503')
      throw new RequestProblem(503, 'The server is overloaded.', { type: 'server_error' });
    if (fate === 'refuse')
      throw new RequestProblem(400, 'The prompt was flagged by the content filter.', {
        code: 'content_filter',
      });
    const delivery = new Delivery(res, this.#pace);
    const place = this.#gate.enter((entered) => this.#begin(entered, job, fate, delivery));
    if (!place) throw this.#tooManyRequests();
    this.#open.set(res, delivery);
    res.once('close', () => {
      this.#open.delete(res);
      delivery.cancel();
      place.leave();
      const { rendered } = delivery;
      if (res.writableFinished && rendered && !delivery.broken) {
        this.#tally.answered(mark, rendered.promptTokens, rendered.completionTokens);
      } else if (!res.writableFinished || delivery.broken) {
        this.#tally.count(delivery.broken ? 'dropped' : 'aborted');
      }
    });
  }

  #begin(place: Place, job: Job, fate: Fate, delivery: Delivery): void {
    if (fate === 'hang') {
      this.#tally.count('hung');
      return;
    }
    const began = performance.now();
    try {
      const rendered = job.render();
      const { latencyMs, perTokenMs } = this.#faults;
      const whole = latencyMs * this.#jitterOf(job.key);
      const onDone = () => {
        this.#tally.status(200);
        place.leave();
      };
      if (fate === 'drop')
        delivery.breakAfter(whole + perTokenMs * rendered.completionTokens, began, rendered);
      else delivery.deliver(rendered, whole, perTokenMs, began, onDone);
    } catch (error) {
      delivery.fail(error);
      this.#tally.status(500);
      place.leave();
    }
  }

  /** A lognormal factor of mean 1 that belongs to the request. */
  #jitterOf(key: string): number {
    const sigma = this.#faults.jitter;
    if (sigma === 'none' || sigma === 0) return 1;
    const dice = diceFrom(key).fork('jitter');
    const normal = Math.sqrt(-2 * Math.log(1 - dice.next())) * Math.cos(2 * Math.PI * dice.next());
    return Math.exp(sigma * normal - (sigma * sigma) / 2);
  }

  #tooManyRequests(): RequestProblem {
    const { retryAfterMs, queueLimit } = this.#faults;
    const headers: Record<string, string> = { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) };
    if (retryAfterMs % 1000 !== 0) headers['retry-after-ms'] = String(retryAfterMs);
    return new RequestProblem(429, `Rate limit reached: ${queueLimit ?? 0} requests are waiting already.`, {
      type: 'requests',
      code: 'rate_limit_exceeded',
      headers,
    });
  }
}

/** One answer on its way to one client. */
class Delivery {
  rendered: Rendered | undefined;
  broken = false;
  #res: ServerResponse;
  #pace: Pace;
  #cancel = () => {};

  constructor(res: ServerResponse, pace: Pace) {
    this.#res = res;
    this.#pace = pace;
  }

  cancel(): void {
    this.#cancel();
  }

  deliver(
    rendered: Rendered,
    latencyMs: number,
    perTokenMs: number,
    began: number,
    onDone: () => void,
  ): void {
    this.rendered = rendered;
    const { content } = rendered;
    if (typeof content === 'string') {
      this.#after(latencyMs + perTokenMs * rendered.completionTokens, began, () => {
        sendJson(this.#res, content);
        onDone();
      });
    } else {
      this.#after(latencyMs, began, () => {
        openStream(this.#res);
        const next = (at: number): void => {
          const event = content[at];
          if (!event) {
            this.#res.end();
            onDone();
            return;
          }
          this.#after(event.tokens * perTokenMs, performance.now(), () => {
            this.#res.write(event.data);
            next(at + 1);
          });
        };
        if (perTokenMs > 0) {
          next(0);
        } else {
          this.#res.end(joined(rendered));
          onDone();
        }
      });
    }
  }

  breakAfter(ms: number, began: number, rendered: Rendered): void {
    this.#after(ms, began, () => {
      this.broken = true;
      sendHalf(this.#res, joined(rendered), typeof rendered.content !== 'string');
    });
  }

  fail(error: unknown): void {
    const message = `The stand-in failed: ${error instanceof Error ? error.message : String(error)}`;
    sendProblem(this.#res, new RequestProblem(500, message, { type: 'server_error' }));
  }

  #after(ms: number, began: number, done: () => void): void {
    this.#cancel = this.#pace.wait(ms, began, done);
  }
}

function joined({ content }: Rendered): string {
  return typeof content === 'string' ? content : content.map(({ data }) => data).join('');
}
