import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DatasetSchema } from '../../../schemas/build/task.ts';
import { openFoundry } from '../../builds/foundry.ts';
import { tableOf } from '../../input/table-of.ts';
import { holdRequests } from '../../survival/hold-requests.ts';
import { until } from '../../survival/until.ts';
import { startWorkerProcess } from '../../survival/worker-processes.ts';
import { askedTwice, multilingual, pairShape, rowsOf, sampleCorpora, unreconciled } from './sample-build.ts';

test('a build whose worker is killed goes on with what was paid for, and gives what an undisturbed one gives', async () => {
  const foundry = await openFoundry({ mistakes: 0, latencyMs: 60, slots: 8 }, false);
  const { standin, temporal, store } = foundry;
  const home = join(foundry.folder, 'home');
  const corpora = await sampleCorpora(foundry);
  const batch = { rows: 4 };
  const { roles } = multilingual;
  const config = {
    ...multilingual,
    name: 'pairs',
    corpora,
    roles: { ...roles, translator: { ...roles.translator, batch }, qe: { ...roles.qe, batch } },
  };
  const first = await startWorkerProcess(temporal, home);
  const build = await foundry.start(config);
  await until('instructions are being generated', () => (standin.stats().apis['chat']?.requests ?? 0) > 60);
  await holdRequests(standin);
  await first.kill();
  standin.setFaults({ latencyMs: 5 });
  await startWorkerProcess(temporal, home);
  const dataset = DatasetSchema.parse(await build.result());
  expect(unreconciled(dataset)).toEqual([]);
  expect(askedTwice(foundry)).toBe(0);

  const undisturbed = join(foundry.folder, 'undisturbed');
  const other = await foundry.build({ ...config, store: undisturbed });
  const last = 'measure-language-pair';
  expect(await rowsOf(store, tableOf(dataset, last), pairShape)).toEqual(
    await rowsOf(undisturbed, tableOf(other, last), pairShape),
  );
});
