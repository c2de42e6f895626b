import type { Stats } from '../../infra/standin/stats.ts';
import type { EndpointOptions } from '../processes/endpoint.ts';
import type { Ended } from '../processes/program.ts';
import { commandOf } from './command.ts';
import { generateConfig } from './config.ts';
import type { TemporalUsage, Workshop } from './workshop.ts';

export interface CommandRun extends Ended {
  readonly stats: Stats;
  readonly temporal: TemporalUsage;
}

/** `tunesmith run` over the prompts in a new store on a new endpoint, from its spawn to its exit. */
export async function runCommand(
  workshop: Workshop,
  { prompts, service }: { prompts: string; service: EndpointOptions },
): Promise<CommandRun> {
  const endpoint = await workshop.endpoint(service);
  const before = workshop.temporalUsage();
  const command = await commandOf(workshop, generateConfig(endpoint, [prompts], workshop.place('store')));
  const program = await command.start();
  const ended = await program.ended;
  const after = workshop.temporalUsage();
  const stats = await endpoint.stats();
  await endpoint.stop();
  return { ...ended, stats, temporal: { cpuMs: after.cpuMs - before.cpuMs, peakMiB: after.peakMiB } };
}
