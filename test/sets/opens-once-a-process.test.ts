import { expect, test } from 'vitest';
import { z } from 'zod';
import { rowContext } from '../../activities/engine/rows/row-context.ts';
import { implement } from '../../activities/engine/rows/row-stage.ts';
import type { Resources } from '../../activities/engine/rows/resources.ts';
import { openHome } from '../../workers/home.ts';
import { createParts } from '../../workers/parts.ts';
import { rowStage } from '../../schemas/table/stage.ts';
import { finishedBuild } from '../dataset/finished-build.ts';

const look = rowStage({
  name: 'look',
  version: 1,
  title: 'Look up',
  needs: { word: z.string() },
  adds: { known: z.boolean() },
  params: z.strictObject({ words: z.array(z.string()).default(['harbour']) }),
});
type Params = z.output<typeof look.params>;

async function resources(signal = new AbortController().signal): Promise<Resources> {
  const { folder, input } = await finishedBuild({ rows: 1 });
  const parts = createParts(await openHome({ TUNESMITH_HOME: `${folder}/home` }), {});
  return { build: input.build, parts, signal };
}
const context = rowContext('a', {
  stage: 'look',
  roles: [],
  buildSeed: 1,
  prompts: new Map(),
  tokens: () => 0,
  enter: () => Promise.resolve(() => undefined),
});

test('what a stage opens is opened once for its parameters and shared by its rows', async () => {
  let openings = 0;
  const stage = implement(look, ({ word }, { opened }) => ({ known: opened.has(word) }), {
    async open({ words }: Params) {
      openings += 1;
      return new Set(words);
    },
  });
  const given = await resources();
  const [first, second] = await Promise.all([stage.prepare({}, given), stage.prepare({}, given)]);
  expect(openings).toBe(1);
  expect(await first({ word: 'harbour' }, context)).toEqual([{ known: true }]);
  expect(await second({ word: 'sea' }, context)).toEqual([{ known: false }]);
  const other = await stage.prepare({ words: ['sea'] }, given);
  expect(openings).toBe(2);
  expect(await other({ word: 'sea' }, context)).toEqual([{ known: true }]);
});

test('an opening that failed is tried again; one that ended with its shard is begun again for the others', async () => {
  const shard = new AbortController();
  let openings = 0;
  const stage = implement(look, (_, { opened }) => ({ known: opened }), {
    async open(_: Params, { signal }: Resources) {
      openings += 1;
      if (openings === 1)
        await new Promise((_, fail) => signal.addEventListener('abort', () => fail(new Error('ended'))));
      if (openings === 2) throw new Error('no such index');
      return true;
    },
  });
  const given = await resources();
  const ended = stage.prepare({}, { ...given, signal: shard.signal });
  const waits = stage.prepare({}, given);
  shard.abort();
  await expect(ended).rejects.toThrow('ended');
  await expect(waits).rejects.toThrow('no such index');
  await stage.prepare({}, given);
  expect(openings).toBe(3);
});
