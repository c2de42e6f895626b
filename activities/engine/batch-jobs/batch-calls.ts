import { setTimeout as delay } from 'node:timers/promises';
import type { Role } from '../../../schemas/inference/role.ts';
import { EndpointRefused } from '../../inference/index.ts';
import type { BatchEndpoint } from '../../inference/batch-api/batch-endpoint.ts';
import { retryDelayMs } from '../../inference/retry-delay.ts';

/** Milliseconds between tries while a server is away: it is asked about batches that take hours. */
const longestPause = 60_000;

/** Calls of an endpoint's Batch API, tried again for as long as what goes wrong may pass. */
export class BatchCalls {
  /** What went wrong last, while it does. */
  problem: string | undefined;
  private readonly endpoint: BatchEndpoint;
  private readonly role: Pick<Role, 'model' | 'api'>;
  private readonly signal: AbortSignal;

  constructor(endpoint: BatchEndpoint, role: Pick<Role, 'model' | 'api'>, signal: AbortSignal) {
    this.endpoint = endpoint;
    this.role = role;
    this.signal = signal;
  }

  /**
   * The outcome of a call; undefined where what it asks for is not there (404), if it `mayLack`. `again` is called before
   * another try, and what it gives is the outcome: a call without an answer may have been heard.
   * Throws EndpointRefused with the server's words, or the signal's reason.
   */
  async of<T>(
    url: string,
    what: string,
    call: (signal: AbortSignal) => Promise<T>,
    {
      mayLack = false,
      again,
    }: { mayLack?: boolean; again?: (signal: AbortSignal) => Promise<T | undefined> } = {},
  ): Promise<T | undefined> {
    for (let faults = 1; ; faults += 1) {
      this.signal.throwIfAborted();
      try {
        const outcome = await this.withSignal(async (signal) => {
          const found = faults === 1 ? undefined : await again?.(signal);
          return found ?? (await call(signal));
        });
        this.problem = undefined;
        return outcome;
      } catch (error) {
        this.signal.throwIfAborted();
        const fault = this.endpoint.faultOf(error, this.role);
        if (fault.kind === 'unexpected') throw fault.error;
        if (mayLack && 'status' in fault && fault.status === 404) return undefined;
        if (fault.kind === 'endpoint-refused')
          throw this.refused(url, fault.status, fault.problem, fault.fix);
        if (fault.kind === 'request-refused')
          throw this.refused(url, fault.status, `it refuses ${what} (HTTP ${fault.status}): ${fault.text}`);
        this.problem = `${this.endpoint.name} does not answer (${url}: ${fault.text})`;
        const asked = fault.kind === 'busy' ? (fault.pauseMs ?? 0) : 0;
        await this.pause(Math.min(longestPause, Math.max(asked, retryDelayMs(faults + 1))));
      }
    }
  }

  /** The SDK leaves a listener on the signal of every request: polled for a day, the attempt's own would have thousands. */
  private async withSignal<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const stop = (): void => controller.abort(this.signal.reason);
    this.signal.addEventListener('abort', stop, { once: true });
    try {
      return await call(controller.signal);
    } finally {
      this.signal.removeEventListener('abort', stop);
    }
  }

  /** Waits; throws the signal's reason. */
  async pause(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.signal }).catch(() => undefined);
    this.signal.throwIfAborted();
  }

  refused(
    url: string,
    status: number | undefined,
    problem: string,
    fix = 'Mend what it names; without `transport: batch` the role is asked by single requests.',
  ): EndpointRefused {
    const { model } = this.role;
    return new EndpointRefused({ endpoint: this.endpoint.name, url, status, model, problem, fix });
  }
}
