import { expect, test } from 'vitest';
import { openFoundry } from '../../builds/foundry.ts';
import { buildAcrossAKill } from '../../survival/build-across-a-kill.ts';
import { documents, fineInstructions, unreconciled } from './sample-build.ts';

test('a build whose worker is killed goes on with what was paid for', async () => {
  const foundry = await openFoundry({ mistakes: 0, latencyMs: 40, slots: 8 }, false);
  const { standin } = foundry;
  const dataset = await buildAcrossAKill(foundry, fineInstructions(await documents(foundry, 0, 20)), {
    asked: 330,
    latencyMs: 2,
  });
  expect(unreconciled(dataset)).toEqual([]);
  expect(dataset.rows).toBeGreaterThan(5);
  // Equal descriptions of two shards are embedded in both, killed or not: only what each row asks for itself is counted.
  const { chat, pooling } = standin.stats().apis;
  expect(chat?.repeatedTexts).toBe(0);
  expect(pooling?.repeatedTexts).toBe(0);
});
