import { expect, test } from 'vitest';
import { MagpieSchema } from '../../../schemas/recipes/magpie/recipe.ts';

const model = { endpoint: 'e', model: 'm' };

function problems(filter: object, roles: object = {}): string[] {
  const { error } = MagpieSchema.safeParse({
    recipe: 'magpie',
    name: 'drawn',
    instructions: 5,
    endpoints: { e: { urls: ['http://e/v1'] } },
    roles: { instructor: model, responder: model, ...roles },
    preQuery: { from: { family: 'qwen2' } },
    filters: [{ name: 'f', ...filter }],
  });
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test.each([
  [
    {
      all: [
        { metric: 'instruction', notEndingIn: [':'] },
        { metric: 'reward', above: 0 },
      ],
    },
    'filters.0.all.1.metric: reward is measured by roles.reward: name it, or leave this out',
  ],
  [
    { any: [{ all: [{ metric: 'quality', atLeast: 'good' }] }] },
    'filters.0.any.0.all.0.metric: quality is measured by roles.labeller: name it, or leave this out',
  ],
  [
    { all: [{ metric: 'repeats', keep: 'first' }] },
    'filters.0.all.0.metric: repeats is measured by roles.embedder: name it, or leave this out',
  ],
  [{ preset: 'reward' }, 'filters.0.preset: reward is measured by roles.reward: name it, or leave this out'],
  [
    { perCategory: { most: 3 } },
    'filters.0.perCategory: category is measured by roles.labeller: name it, or leave this out',
  ],
  [
    { draw: { size: 3, balanced: 'difficulty' } },
    'filters.0.draw.balanced: difficulty is measured by roles.labeller: name it, or leave this out',
  ],
])('%j without its role', (filter, problem) => {
  expect(problems(filter)).toEqual([problem]);
});

test('with its roles a filter is taken; a predicate that says nothing is not', () => {
  const roles = { labeller: model, embedder: model, reward: model };
  expect(problems({ preset: 'published', longest: 10 }, roles)).toEqual([]);
  expect(problems({ all: [{ metric: 'reward' }] }, roles)).toHaveLength(1);
  expect(problems({ all: [{ metric: 'quality', atLeast: 'superb' }] }, roles)).toHaveLength(1);
  expect(problems({ name: 'a b' }, roles)[0]).toMatch(/^filters\.0\.name: use lower-case letters/);
});
