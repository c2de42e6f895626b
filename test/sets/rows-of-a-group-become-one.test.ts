import { expect, test } from 'vitest';
import { z } from 'zod';
import { implementGroup, implementSet } from '../../activities/engine/sets/set-stage.ts';
import { setStage } from '../../schemas/table/stage.ts';
import { openSets } from './set-workshop.ts';

const shape = { id: z.string(), prompt: z.string(), answer: z.string(), reward: z.number() };
const rows = Array.from({ length: 30 }, (_, at) => ({
  id: `row-${String(at).padStart(2, '0')}`,
  prompt: `prompt ${Math.floor(at / 3)}`,
  answer: `answer ${at}`,
  reward: at % 3,
}));

/** Best and worst answer of a prompt; a prompt whose answers are all worth the same says nothing. */
const pair = setStage({
  name: 'pair',
  version: 1,
  title: 'Pair',
  merges: true,
  needs: { prompt: z.string(), answer: z.string(), reward: z.number() },
  adds: { chosen: z.string(), rejected: z.string() },
  params: z.strictObject({ worse: z.boolean().default(false) }),
});
const pairs = implementGroup(pair, ({ worse }) => ({
  keep: `SELECT min(id) AS id, arg_max(answer, reward) AS chosen, arg_min(answer, reward) AS rejected FROM input
    WHERE prompt <> 'prompt 9' GROUP BY prompt`,
  merged: `SELECT input.id, min(input.id) OVER (PARTITION BY prompt) AS becomes FROM input WHERE prompt <> 'prompt 9'
    ${worse ? '' : 'QUALIFY input.id <> becomes'}`,
  otherwise: 'all the same',
}));
const added = { id: z.string(), chosen: z.string(), rejected: z.string() };

test('what became of every row is counted: kept, merged with others, or rejected', async () => {
  const sets = await openSets(shape, rows);
  const made = await sets.run(pairs, {}, added);
  expect(made.summary.counts).toEqual({ in: 30, out: 9, merged: 18, rejected: 3, expanded: 0 });
  expect(made.rows[0]).toEqual({ id: 'row-00', chosen: 'answer 2', rejected: 'answer 0' });
  expect(made.rejects.map(({ id, reason }) => [id, reason])).toEqual(
    ['row-27', 'row-28', 'row-29'].map((id) => [id, 'all the same']),
  );
});

test('a row that is kept and merged refuses the table', async () => {
  const sets = await openSets(shape, rows);
  await expect(sets.run(pairs, { worse: true }, added)).rejects.toThrow(
    'pair: 9 rows are kept and merged; the table is refused',
  );
});

test('a stage that does not say that it merges cannot', () => {
  const { merges: _, ...silent } = pair;
  expect(() => implementGroup(silent, () => ({ keep: '', merged: '', otherwise: '' }))).toThrow(
    'merges: true',
  );
});

test('a stage that merges nothing rejects the others as before', async () => {
  const first = implementSet(pair, () => ({
    keep: "SELECT id, '' AS chosen, '' AS rejected FROM input ORDER BY id LIMIT 1",
    otherwise: 'not the first',
  }));
  const sets = await openSets(shape, rows);
  const { summary } = await sets.run(first, {}, added);
  expect(summary.counts).toMatchObject({ out: 1, rejected: 29, merged: 0 });
});
