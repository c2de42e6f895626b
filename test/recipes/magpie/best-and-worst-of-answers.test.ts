import { expect, test } from 'vitest';
import { z } from 'zod';
import { bestAndWorst } from '../../../activities/recipes/magpie/preference/best-and-worst.ts';
import { openFoundry } from '../../builds/foundry.ts';
import { rowsOf, tablesOf } from '../lmsys-synth/sample-build.ts';
import { drawing } from './drawn-build.ts';

const of = (...rewards: (number | null)[]) =>
  rewards.map((reward, at) => ({ response: reward === null ? null : `answer ${at}`, reward }));

test.each([
  [of(1, 3, 2), 'answer 1', 'answer 0'],
  [of(3, 1, 3, 1), 'answer 0', 'answer 3'],
  [of(null, 2, null, 4), 'answer 3', 'answer 1'],
])('of %j', (candidates, best, worst) => {
  const found = bestAndWorst(candidates);
  expect([found?.best.response, found?.worst.response]).toEqual([best, worst]);
});

test('answers that all failed have neither', () => {
  expect(bestAndWorst(of(null, null))).toBeUndefined();
});

const model = { endpoint: 'default', model: 'stand-in' };
const shape = {
  id: z.string(),
  category: z.string().nullable(),
  chosen: z.string(),
  rejected: z.string(),
  chosen_score: z.number(),
  rejected_score: z.number(),
  candidates: z.array(z.object({ response: z.string().nullable(), reward: z.number().nullable() })),
};

test('of five answers the best is preferred to the worst, for a few instructions of each category', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const sampler = { ...model, sampling: { temperature: 0.8 } };
  const roles = { instructor: model, responder: model, labeller: model, reward: model, sampler };
  const preference = { select: { perCategory: { most: 2 } } };
  const dataset = await foundry.build(drawing(30, { roles, preference }));
  const [table] = tablesOf(dataset, 'prefer-best');
  if (table === undefined) throw new Error('There are no preferences.');
  const rows = await rowsOf(foundry.store, table, shape);
  expect(rows.length).toBeGreaterThan(5);
  for (const row of rows) {
    expect(row.candidates).toHaveLength(5);
    const rewards = row.candidates.map(({ reward }) => reward ?? NaN);
    expect(row.chosen_score).toBe(Math.max(...rewards));
    expect(row.rejected_score).toBe(Math.min(...rewards));
    expect(rows.filter(({ category }) => category === row.category).length).toBeLessThanOrEqual(2);
  }
  expect(dataset.others?.map(({ name, rows: kept }) => [name, kept])).toEqual([
    ['drawn-preference', rows.length],
  ]);
});
