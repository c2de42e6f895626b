import { expect, test } from 'vitest';
import { z } from 'zod';
import { implementSet } from '../../activities/engine/sets/set-stage.ts';
import { setStage } from '../../schemas/table/stage.ts';
import { openSets } from './set-workshop.ts';

const shape = { id: z.string(), text: z.string(), quality: z.int() };
const rows = [
  { id: 'a', text: 'one', quality: 3 },
  { id: 'b', text: 'two', quality: 9 },
  { id: 'c', text: 'one', quality: 5 },
  { id: 'd', text: 'three', quality: 0 },
];

/** One row a text, the best; it gets the number of rows that have the text, and its quality doubled. */
const distinct = setStage({
  name: 'distinct',
  version: 1,
  title: 'Distinct',
  needs: { text: z.string(), quality: z.int() },
  adds: { copies: z.int(), quality: z.int(), others: z.array(z.string()) },
  params: z.strictObject({ least: z.int() }),
});
const distinctSet = implementSet(distinct, ({ least }) => ({
  keep: `SELECT arg_max(id, quality) AS id, count(*) AS copies, max(quality) * 2 AS quality,
    list_sort(list(id)) AS others FROM input WHERE quality >= ${least} GROUP BY text`,
  otherwise: 'better copy kept',
  why: `SELECT id, 'poor' AS reason, quality::VARCHAR AS detail FROM input WHERE quality < ${least}`,
}));

test('a set stage adds columns to the rows that it keeps, and rejects the others for reasons of their own', async () => {
  const sets = await openSets(shape, rows);
  const made = await sets.run(distinctSet, { least: 1 }, { ...shape, ...distinct.adds.shape });
  expect(made.rows).toEqual([
    { id: 'b', text: 'two', quality: 18, copies: 1, others: ['b'] },
    { id: 'c', text: 'one', quality: 10, copies: 2, others: ['a', 'c'] },
  ]);
  expect(made.rejects).toEqual([
    { id: 'a', stage: 'distinct', reason: 'better copy kept', detail: null, raw: null },
    { id: 'd', stage: 'distinct', reason: 'poor', detail: '0', raw: null },
  ]);
  expect(made.summary).toMatchObject({
    counts: { in: 4, out: 2, rejected: 2, expanded: 0 },
    reasons: { 'better copy kept': 1, poor: 1 },
    reused: false,
  });
  expect((await sets.run(distinctSet, { least: 1 }, shape)).summary.reused).toBe(true);
});

test('a set stage that gives a row twice is refused', async () => {
  const twice = implementSet(distinct, () => ({
    keep: `SELECT id, 1 AS copies, quality, [text] AS others FROM input UNION ALL
      SELECT id, 2, quality, [text] FROM input WHERE id = 'a'`,
    otherwise: 'no',
  }));
  const sets = await openSets(shape, rows);
  await expect(sets.run(twice, { least: 1 }, shape)).rejects.toThrow(
    /distinct: 4 rows came to it, 5 were chosen/,
  );
});
