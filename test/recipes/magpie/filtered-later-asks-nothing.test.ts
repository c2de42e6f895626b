import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Dataset } from '../../../schemas/build/task.ts';
import { openFoundry, type Foundry } from '../../builds/foundry.ts';
import { rowsOf, tablesOf } from '../lmsys-synth/sample-build.ts';
import { askedBy, drawing } from './drawn-build.ts';

const model = { endpoint: 'default', model: 'stand-in' };
const roles = { instructor: model, responder: model, labeller: model, embedder: model, reward: model };

const shape = {
  id: z.string(),
  instruction: z.string(),
  category: z.string().nullable(),
  quality: z.string().nullable(),
  response_characters: z.int(),
  reward: z.number().nullable(),
  repeat_of: z.string().nullable(),
};

async function lastRows(foundry: Foundry, dataset: Dataset, stage: string) {
  const tables = tablesOf(dataset, stage);
  return Promise.all(tables.map((table) => rowsOf(foundry.store, table, shape)));
}

test('several filtered datasets of one raw one, made later, ask nothing again', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  await foundry.build(drawing(60, { roles }));
  const filters = [
    { name: 'published', preset: 'published', longest: 5 },
    {
      name: 'mixed',
      all: [
        { metric: 'reward', above: -2 },
        {
          any: [
            { metric: 'category', in: ['Math', 'Planning', 'Editing'] },
            { metric: 'quality', atLeast: 'average' },
          ],
        },
      ],
      perCategory: { most: 3 },
      draw: { size: 12, balanced: 'category' },
    },
  ];
  const before = foundry.standin.stats();
  const [, dataset] = await askedBy(foundry, () => foundry.build(drawing(60, { roles, filters })));
  const after = foundry.standin.stats();
  // The reward model is tried before each build, by the same conversation.
  expect(after.answered - before.answered - (after.repeated - before.repeated)).toBe(0);
  expect(after.repeated - before.repeated).toBe(1);

  expect(dataset.others?.map(({ name }) => name)).toEqual(['drawn-published', 'drawn-mixed']);
  const raw = (await lastRows(foundry, dataset, 'nearest'))[0] ?? [];
  const kept = await lastRows(foundry, dataset, 'filter-pairs');
  const published = raw.filter(
    ({ quality, reward, repeat_of }) =>
      ['good', 'excellent'].includes(quality ?? '') && (reward ?? -99) > -10 && repeat_of === null,
  );
  const longest = published
    .sort((a, b) => b.response_characters - a.response_characters || (a.id < b.id ? -1 : 1))
    .slice(0, 5)
    .map(({ id }) => id)
    .sort();
  expect(kept.map((rows) => rows.map(({ id }) => id).sort())).toContainEqual(longest);

  const mixed = kept.find((rows) => rows.length !== 5) ?? [];
  expect(mixed.length).toBeGreaterThan(5);
  const counts = new Map<string | null, number>();
  for (const { category, reward, quality } of mixed) {
    expect(reward).toBeGreaterThan(-2);
    counts.set(category, (counts.get(category) ?? 0) + 1);
    expect(
      ['Math', 'Planning', 'Editing'].includes(category ?? '') ||
        ['average', 'good', 'excellent'].includes(quality ?? ''),
    ).toBe(true);
  }
  expect(Math.max(...counts.values())).toBeLessThanOrEqual(3);
  const reasons = tablesOf(dataset, 'filter-pairs').map((table) => Object.keys(table.reasons));
  expect(reasons.flat()).toContain('quality good or above');
  expect(reasons.flat()).toContain('not among the longest');
});
