import type { Stats } from '../../infra/standin/stats.ts';
import type { Dataset } from '../../schemas/build/task.ts';
import type { EndpointOptions } from '../processes/endpoint.ts';
import { generateConfig } from './config.ts';
import { runBuild } from './run-build.ts';
import { startWorkerProcesses } from './worker-processes.ts';
import type { TemporalUsage, Workshop } from './workshop.ts';

export interface EngineRun {
  readonly stats: Stats;
  readonly dataset: Dataset;
  /** Seconds of the build, from the workflow's start to its result; the worker's own start is not in it. */
  readonly seconds: number;
  /** CPU milliseconds of our processes, start and end included. */
  readonly cpuMs: number;
  readonly peakMiB: number;
  readonly temporal: TemporalUsage;
}

export interface EngineOptions {
  /** Files of prompts. */
  readonly files: readonly string[];
  readonly service: EndpointOptions;
  /** Worker processes. @default 1 */
  readonly workers?: number;
  /** @default a new folder */
  readonly store?: unknown;
  readonly env?: Record<string, string>;
}

/** One build by the recipe `generate` in a new store, by new worker processes on a new endpoint. */
export async function runEngine(workshop: Workshop, options: EngineOptions): Promise<EngineRun> {
  const { files, service, workers: count = 1, store = workshop.place('store'), env = {} } = options;
  const endpoint = await workshop.endpoint(service);
  const before = workshop.temporalUsage();
  const workers = await startWorkerProcesses(workshop, { count, env });
  const { dataset, seconds } = await runBuild(workshop, generateConfig(endpoint, files, store));
  const stats = await endpoint.stats();
  const after = workshop.temporalUsage();
  const ended = await workers.stop();
  await endpoint.stop();
  return {
    stats,
    dataset,
    seconds,
    cpuMs: ended.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    peakMiB: ended.reduce((sum, { peakMiB }) => sum + peakMiB, 0),
    temporal: { cpuMs: after.cpuMs - before.cpuMs, peakMiB: after.peakMiB },
  };
}
