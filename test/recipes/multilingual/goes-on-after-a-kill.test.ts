import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFoundry } from '../../builds/foundry.ts';
import { tableOf } from '../../input/table-of.ts';
import { buildAcrossAKill } from '../../survival/build-across-a-kill.ts';
import { askedTwice, multilingual, pairShape, rowsOf, sampleCorpora, unreconciled } from './sample-build.ts';

test('a build whose worker is killed goes on with what was paid for, and gives what an undisturbed one gives', async () => {
  const foundry = await openFoundry({ mistakes: 0, latencyMs: 60, slots: 8 }, false);
  const { store } = foundry;
  const corpora = await sampleCorpora(foundry);
  const batch = { rows: 4 };
  const { roles } = multilingual;
  const config = {
    ...multilingual,
    name: 'pairs',
    corpora,
    roles: { ...roles, translator: { ...roles.translator, batch }, qe: { ...roles.qe, batch } },
  };
  const dataset = await buildAcrossAKill(foundry, config, { asked: 60, latencyMs: 5 });
  expect(unreconciled(dataset)).toEqual([]);
  expect(askedTwice(foundry)).toBe(0);

  const undisturbed = join(foundry.folder, 'undisturbed');
  const other = await foundry.build({ ...config, store: undisturbed });
  const last = 'measure-language-pair';
  expect(await rowsOf(store, tableOf(dataset, last), pairShape)).toEqual(
    await rowsOf(undisturbed, tableOf(other, last), pairShape),
  );
});
