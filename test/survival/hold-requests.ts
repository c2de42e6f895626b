import { setTimeout as delay } from 'node:timers/promises';
import type { Standin } from '../../infra/standin/server.ts';
import { until } from './until.ts';

/**
 * From now on the endpoint takes requests and answers none; resolves when the earlier ones are answered and every slot
 * is held. A fault that comes then meets requests in flight, and no answer that is half-way to its client.
 */
export async function holdRequests(standin: Standin): Promise<void> {
  standin.setFaults({ latencyMs: 600_000 });
  const { slots } = standin.faults();
  await until('all slots hold a request without end', async () => {
    const { answered } = standin.stats();
    await delay(400);
    const now = standin.stats();
    return now.answered === answered && (slots === null ? now.inService > 0 : now.inService === slots);
  });
}
