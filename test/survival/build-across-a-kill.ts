import { join } from 'node:path';
import { DatasetSchema, type Dataset } from '../../schemas/build/task.ts';
import type { Foundry } from '../builds/foundry.ts';
import { holdRequests } from './hold-requests.ts';
import { until } from './until.ts';
import { startWorkerProcess } from './worker-processes.ts';

/**
 * Builds a config whose worker is killed once a model was asked so often, with requests in flight, and to which another
 * worker of the same home then comes. The foundry has no workers of its own.
 */
export async function buildAcrossAKill(
  foundry: Foundry,
  config: Record<string, unknown>,
  { asked, latencyMs }: { readonly asked: number; readonly latencyMs: number },
): Promise<Dataset> {
  const { standin, temporal, store } = foundry;
  const home = join(foundry.folder, 'home');
  const first = await startWorkerProcess(temporal, home);
  const build = await foundry.start(config);
  await until(
    `a model was asked ${asked} times`,
    () => (standin.stats().apis['chat']?.requests ?? 0) > asked,
  );
  await holdRequests(standin, { store, home });
  await first.kill();
  standin.setFaults({ latencyMs });
  await startWorkerProcess(temporal, home);
  return DatasetSchema.parse(await build.result());
}
