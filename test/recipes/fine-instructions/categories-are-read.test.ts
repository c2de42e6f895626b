import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Unusable } from '../../../activities/engine/rows/outcome.ts';
import { rowContext } from '../../../activities/engine/rows/row-context.ts';
import { categorizeStage } from '../../../activities/recipes/fine-instructions/categorize.ts';
import { parseCategories } from '../../../activities/recipes/fine-instructions/parse-categories.ts';
import { openStore } from '../../../activities/storage/open-store.ts';
import { parsePrompt } from '../../../activities/prompts/prompt.ts';
import type { Question } from '../../../schemas/inference/question.ts';
import { RoleSchema } from '../../../schemas/inference/role.ts';
import { FineInstructionsSchema } from '../../../schemas/recipes/fine-instructions/recipe.ts';
import { CategorizeParams } from '../../../schemas/recipes/fine-instructions/categorize.ts';
import { openHome } from '../../../workers/home.ts';
import { createParts } from '../../../workers/parts.ts';
import { buildWith } from '../../dataset/build-with.ts';
import { testFolder } from '../../dataset/finished-build.ts';

const names = ['science', 'math', 'personal life'];

test.each([
  ['It asks about tides.\n\nCategories: science', ['science']],
  ['Categories: personal life, science', ['science', 'personal life']],
  ['**Categories:** Science, Math.', ['science', 'math']],
  ['category: "math"', ['math']],
  ['Categories: [science], `math`', ['science', 'math']],
  ['Categories: none', []],
  ['Categories: None.', []],
  // The last line counts: the reasoning may weigh others.
  ['Categories: math\nNo, rather:\nCategories: science', ['science']],
])('%j', (answer, wanted) => {
  expect(parseCategories(answer, names)).toEqual(wanted);
});

test.each([
  ['', 'empty answer'],
  ['It is about science.', 'no categories'],
  ['Categories:', 'no categories'],
  ['Categories: <names, separated by commas>', 'unknown category'],
  ['Categories: science, astrology', 'unknown category'],
  ['Categories: none, science', 'unknown category'],
  ["I'm sorry, but I can't help with that.", 'no categories'],
])('%j cannot be used', (answer, reason) => {
  expect(parseCategories(answer, names)).toEqual(new Unusable(reason));
});

/** One row through the stage, asked of a model that says the same each time. */
async function categorized(answer: string) {
  const asked: Question[] = [];
  const unused = (): never => {
    throw new Error('the stage needs no such thing');
  };
  const folder = await testFolder();
  const store = await openStore({ uri: folder }, { cacheDir: join(folder, 'cache') });
  const parts = createParts(await openHome({ TUNESMITH_HOME: join(folder, 'home') }));
  const resources = { build: buildWith(store, {}), parts, signal: new AbortController().signal };
  const run = await categorizeStage.prepare(
    { categories: CategorizeParams.parse({}).categories, attempts: 2 },
    resources,
  );
  const context = rowContext('row-1', {
    stage: 'categorize',
    buildSeed: 1,
    prompts: new Map([['categorize', parsePrompt('{{categories}}\n{{instruction}}', 'c.md')]]),
    tokens: unused,
    enter: unused,
    roles: [
      {
        name: 'categorizer',
        role: RoleSchema.parse({ endpoint: 'e', model: 'm' }),
        answer: (question) => {
          asked.push(question);
          const usage = { promptTokens: 1, completionTokens: 1 };
          return Promise.resolve({
            text: answer,
            finish: 'stop',
            usage,
            servedBy: 'm',
            standIn: false,
            milliseconds: 1,
          });
        },
      },
    ],
  });
  return { outcome: await run({ instruction: 'Explain tides.' }, context), asked };
}

test('the model is shown the list, and a label that cannot be had costs no pair', async () => {
  const { outcome, asked } = await categorized('Categories: science, reasoning');
  expect(outcome).toEqual([{ categories: ['science', 'reasoning'] }]);
  expect(JSON.stringify(asked[0])).toContain('- personal life: everyday matters');
  const unlabelled = await categorized('I would rather not say.');
  expect(unlabelled.outcome).toEqual([{ categories: null }]);
  expect(unlabelled.asked).toHaveLength(2);
});

test.each([
  [[{ name: 'a, b', about: 'x' }], /no comma/],
  [[{ name: 'None', about: 'x' }], /names no category/],
  [
    [
      { name: 'Math', about: 'x' },
      { name: 'math', about: 'y' },
    ],
    /same name/,
  ],
  [[], /at least|>=1/i],
])('a config with the categories %j is a mistake', (categories, told) => {
  const role = { endpoint: 'default', model: 'm' };
  const checked = FineInstructionsSchema.safeParse({
    recipe: 'fine-instructions',
    name: 'pairs',
    corpus: { files: ['c.jsonl'] },
    bank: { name: 'bank' },
    endpoints: {},
    roles: { embedder: role, instantiator: role, judge: role, categorizer: role },
    categorize: { categories },
  });
  expect(checked.error?.message).toMatch(told);
});
