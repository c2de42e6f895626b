import { setTimeout as delay } from 'node:timers/promises';
import type { BenchEndpoint } from '../processes/endpoint.ts';

/** Waits until the endpoint has given so many answers. */
export async function untilAnswered(endpoint: BenchEndpoint, answers: number): Promise<void> {
  while ((await endpoint.stats()).answered < answers) await delay(20);
}
