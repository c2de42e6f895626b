import { expect, test } from 'vitest';
import { z } from 'zod';
import { implementStreamingSet, type Verdict } from '../../activities/engine/sets/set-stage.ts';
import { setStage } from '../../schemas/table/stage.ts';
import { openSets } from './set-workshop.ts';

const shape = { id: z.string(), text: z.string(), tokens: z.int() };
const many = Array.from({ length: 5000 }, (_, at) => ({
  id: `row-${String(at).padStart(5, '0')}`,
  text: `text ${at}`,
  tokens: at % 7,
}));

/** Takes rows by id while their tokens fit in a budget that grows by `each` a row. */
const budget = setStage({
  name: 'budget',
  version: 1,
  title: 'Budget',
  needs: { tokens: z.int() },
  adds: { left: z.int() },
  params: z.strictObject({ each: z.number() }),
});
const budgetSet = implementStreamingSet(budget, { id: z.string(), tokens: z.int() }, ({ each }) => ({
  read: 'SELECT id, tokens FROM input ORDER BY id',
  async *decide(rows) {
    let left = 0;
    for await (const { id, tokens } of rows) {
      left += each;
      if (tokens > left) yield { id, reject: 'over the budget', detail: tokens };
      else {
        left -= tokens;
        yield { id, left };
      }
    }
  },
}));

test('rows are decided one after the other in an order of the stage', async () => {
  const sets = await openSets(shape, many);
  const { rows, rejects, summary } = await sets.run(budgetSet, { each: 2 }, { ...shape, left: z.int() });
  let left = 0;
  const expected = many.flatMap((row) => {
    left += 2;
    if (row.tokens > left) return [];
    left -= row.tokens;
    return [{ ...row, left }];
  });
  expect(expected.length).toBeGreaterThan(1000);
  expect(rows).toEqual(expected);
  expect(rejects.length).toBe(5000 - expected.length);
  expect(rejects[0]).toEqual({
    id: 'row-00005',
    stage: 'budget',
    reason: 'over the budget',
    detail: '5',
    raw: null,
  });
  expect(summary.counts).toEqual({ in: 5000, out: rows.length, rejected: rejects.length, expanded: 0 });
});

test('no more rows are read than were decided, but for what is on its way', async () => {
  let ahead = 0;
  const counted = implementStreamingSet(budget, { id: z.string() }, () => ({
    read: 'SELECT id FROM input ORDER BY id',
    async *decide(rows) {
      const read = rows[Symbol.asyncIterator]();
      for (let decided = 0; ; decided += 1) {
        const next = await read.next();
        if (next.done === true) return;
        ahead = Math.max(ahead, Number(next.value.id.slice(4)) - decided);
        yield { id: next.value.id, left: 0 };
      }
    },
  }));
  const sets = await openSets(shape, many);
  expect((await sets.run(counted, { each: 1 }, shape)).summary.counts.out).toBe(5000);
  expect(ahead).toBe(0);
});

const verdictsOf = (verdicts: (id: string) => Verdict<{ left: number }>[]) =>
  implementStreamingSet(budget, { id: z.string() }, () => ({
    read: 'SELECT id FROM input ORDER BY id',
    async *decide(rows) {
      for await (const { id } of rows) yield* verdicts(id);
    },
  }));

test('a row without a verdict, and one with two, refuse the table', async () => {
  const sets = await openSets(shape, many.slice(0, 10));
  const forgetful = verdictsOf((id) => (id === 'row-00003' ? [] : [{ id, left: 1 }]));
  await expect(sets.run(forgetful, { each: 1 }, shape)).rejects.toThrow('budget gives no verdict of 1 rows');
  const undecided = verdictsOf((id) => [{ id, left: 1 }, ...(id === 'row-00003' ? [{ id, left: 2 }] : [])]);
  await expect(sets.run(undecided, { each: 1 }, shape)).rejects.toThrow('it gives a row twice');
});
