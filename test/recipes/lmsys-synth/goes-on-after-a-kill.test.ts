import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Dataset } from '../../../schemas/build/task.ts';
import { openFoundry } from '../../builds/foundry.ts';
import { tableOf } from '../../input/table-of.ts';
import { buildAcrossAKill } from '../../survival/build-across-a-kill.ts';
import { askedTwice, logOf, lmsysSynth, pairShape, played, rowsOf, unreconciled } from './sample-build.ts';

test('a build whose worker is killed goes on with what was paid for, and gives what an undisturbed one gives', async () => {
  const foundry = await openFoundry({ mistakes: 0, latencyMs: 60, slots: 8 }, false);
  const { store } = foundry;
  const config = {
    ...lmsysSynth,
    name: 'synth',
    conversations: await logOf(foundry),
    roles: { teachers: { teacher: played }, judge: played },
    answers: { candidates: 2, loops: false },
  };
  const dataset = await buildAcrossAKill(foundry, config, { asked: 40, latencyMs: 5 });
  expect(unreconciled(dataset)).toEqual([]);
  expect(askedTwice(foundry)).toBe(0);

  const undisturbed = join(foundry.folder, 'undisturbed');
  const rowsIn = (place: string, built: Dataset) =>
    rowsOf(place, tableOf(built, 'measure-language'), pairShape);
  const rows = await rowsIn(store, dataset);
  // Two builds of it at the same time in one store are one outcome as well.
  const twins = await Promise.all(
    ['synth', 'twin'].map((name) => foundry.build({ ...config, name, store: undisturbed })),
  );
  for (const twin of twins) {
    expect(unreconciled(twin)).toEqual([]);
    expect(await rowsIn(undisturbed, twin)).toEqual(rows);
  }
});
