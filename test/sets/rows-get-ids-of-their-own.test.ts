import { expect, test } from 'vitest';
import { z } from 'zod';
import { implementSet } from '../../activities/engine/sets/set-stage.ts';
import { setStage } from '../../schemas/table/stage.ts';
import { openSets } from './set-workshop.ts';

const shape = { id: z.string(), prompt: z.string() };
const rows = Array.from({ length: 12 }, (_, at) => ({
  id: `row-${String(at).padStart(2, '0')}`,
  prompt: `prompt ${at % 4}`,
}));

/** One row a prompt, called after the prompt, so that it is the same row whoever else asked it. */
const distinct = setStage({
  name: 'distinct',
  version: 1,
  title: 'Keep one of each prompt',
  renames: true,
  needs: { prompt: z.string() },
  params: z.strictObject({ by: z.string().default('md5(prompt)') }),
});
const distinctSet = implementSet(distinct, ({ by }) => ({
  keep: `SELECT min(id) AS id, ${by} AS becomes FROM input GROUP BY prompt`,
  otherwise: 'asked before',
}));

test('rows that stay have the ids that the stage gives them, and rejects those that they had', async () => {
  const sets = await openSets(shape, rows);
  const { summary, rows: kept, rejects } = await sets.run(distinctSet, {}, shape);
  expect(summary.counts).toMatchObject({ in: 12, out: 4, rejected: 8 });
  expect(kept.map(({ prompt }) => prompt).sort()).toEqual(['prompt 0', 'prompt 1', 'prompt 2', 'prompt 3']);
  expect(kept.every(({ id }) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
  expect(rejects.map(({ id }) => id).sort()).toEqual(rows.slice(4).map(({ id }) => id));
});

test('two rows of one new id refuse the table', async () => {
  const sets = await openSets(shape, rows);
  await expect(sets.run(distinctSet, { by: "'same'" }, shape)).rejects.toThrow(
    'distinct: 3 rows get no id of their own; the table is refused',
  );
});
