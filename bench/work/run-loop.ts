import type { Stats } from '../../infra/standin/stats.ts';
import type { EndpointOptions } from '../processes/endpoint.ts';
import type { Ended } from '../processes/program.ts';
import type { Workshop } from './workshop.ts';

export interface LoopRun extends Ended {
  readonly stats: Stats;
  readonly results: string;
}

/** The plain loop over the same prompts on a new endpoint, with as many workers as there are slots. */
export async function runLoop(
  workshop: Workshop,
  { prompts, service }: { prompts: string; service: EndpointOptions },
): Promise<LoopRun> {
  const endpoint = await workshop.endpoint(service);
  const results = `${workshop.place('results')}.jsonl`;
  const args = [endpoint.baseUrl, prompts, results, String(service.slots)];
  const program = await workshop.program('bench/programs/plain-loop', args);
  const ended = await program.ended;
  const stats = await endpoint.stats();
  await endpoint.stop();
  return { ...ended, stats, results };
}
