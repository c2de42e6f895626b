import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DatasetSchema } from '../../../schemas/build/task.ts';
import { openFoundry } from '../../builds/foundry.ts';
import { holdRequests } from '../../survival/hold-requests.ts';
import { until } from '../../survival/until.ts';
import { startWorkerProcess } from '../../survival/worker-processes.ts';
import { documents, fineInstructions, unreconciled } from './sample-build.ts';

test('a build whose worker is killed goes on with what was paid for', async () => {
  const foundry = await openFoundry({ mistakes: 0, latencyMs: 40, slots: 8 }, false);
  const { standin, temporal, folder } = foundry;
  const home = join(folder, 'home');
  const first = await startWorkerProcess(temporal, home);
  const build = await foundry.start(fineInstructions(await documents(foundry, 0, 20)));
  await until('pairs are being made', () => (standin.stats().apis['chat']?.requests ?? 0) > 330);
  await holdRequests(standin);
  await first.kill();
  standin.setFaults({ latencyMs: 2 });
  await startWorkerProcess(temporal, home);
  const dataset = DatasetSchema.parse(await build.result());
  expect(unreconciled(dataset)).toEqual([]);
  expect(dataset.rows).toBeGreaterThan(5);
  // Equal descriptions of two shards are embedded in both, killed or not: only what each row asks for itself is counted.
  const { chat, pooling } = standin.stats().apis;
  expect(chat?.repeatedTexts).toBe(0);
  expect(pooling?.repeatedTexts).toBe(0);
});
