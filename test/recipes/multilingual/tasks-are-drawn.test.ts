import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadPrompts } from '../../../activities/prompts/load.ts';
import { promptsOfRecipe } from '../../../activities/prompts/of-recipe.ts';
import { drawTask } from '../../../activities/recipes/multilingual/task-pool.ts';
import { MultilingualSchema } from '../../../schemas/recipes/multilingual/recipe.ts';
import { generateInstruction, scorePair } from '../../../schemas/recipes/multilingual/pairs.ts';

const pool = ['generate-math', 'generate-open', 'generate-summary'];
const ids = Array.from({ length: 6000 }, (_, at) => `row-${at}`);
const drawn = (prompts: string[], weights: Record<string, number> = {}, seed = 42) =>
  ids.map((id) => drawTask(prompts, weights, seed, id));
const shareOf = (task: string, tasks: string[]) =>
  tasks.filter((each) => each === task).length / tasks.length;

test('tasks are drawn by their weights, the same for the same row and seed', () => {
  const even = drawn(pool);
  for (const task of ['math', 'open', 'summary']) expect(shareOf(task, even)).toBeCloseTo(1 / 3, 1);
  const weighted = drawn(pool, { open: 6, math: 0 });
  expect(shareOf('math', weighted)).toBe(0);
  expect(Math.abs(shareOf('open', weighted) - 6 / 7)).toBeLessThan(0.02);
  expect(drawn(pool)).toEqual(even);
  expect(drawn(pool, {}, 43)).not.toEqual(even);
});

test('a task that is added changes only the rows that it is drawn for', () => {
  const before = drawn(pool);
  const after = drawn([...pool, 'generate-poem'].sort());
  expect(shareOf('poem', after)).toBeCloseTo(1 / 4, 1);
  after.forEach((task, at) => {
    if (task !== 'poem') expect(task).toBe(before[at]);
  });
});

test('weights for a task that has no prompt, or for none, are an error that says what there is', () => {
  expect(() => drawTask(pool, { maths: 2 }, 42, 'row')).toThrow(
    /no task prompt for maths; there are math, open, summary/,
  );
  expect(() => drawTask(pool, { math: 0, open: 0, summary: 0 }, 42, 'row')).toThrow(
    /every task has the weight 0/,
  );
});

test('weights for a task that has no prompt are found before anything is asked', async () => {
  const role = { endpoint: 'here', model: 'some-model' };
  const configWith = (generate: Record<string, unknown>) =>
    MultilingualSchema.parse({
      recipe: 'multilingual',
      name: 'pairs',
      endpoints: { here: { urls: ['http://127.0.0.1:9/v1'] } },
      corpora: [{ language: 'tel_Telu', files: ['a.txt'] }],
      roles: { translator: role, qe: role, generator: role, judge: role },
      generate,
    });
  await expect(promptsOfRecipe(configWith({ weights: { math: 0, open: 3 } }))).resolves.toHaveProperty(
    'score',
  );
  await expect(promptsOfRecipe(configWith({ weights: { maths: 2 } }))).rejects.toThrow(
    /no task prompt for maths.*generate-maths\.md/,
  );
});

test('files in the prompts folder extend the pool and replace tasks of the same name', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-prompts-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'generate-poem.md'), 'Which poem was asked for?\n\n{{text}}');
  await writeFile(join(folder, 'generate-open.md'), 'What was asked for?\n\n{{text}}');
  await writeFile(join(folder, 'notes.txt'), 'no prompt');
  const stages = [generateInstruction, scorePair];
  const own = await loadPrompts('multilingual', stages, undefined);
  const extended = await loadPrompts('multilingual', stages, folder);
  expect(Object.keys(own)).toEqual(
    expect.arrayContaining(['generate-open', 'generate-multiple-choice', 'score']),
  );
  expect(Object.keys(extended).filter((name) => !(name in own))).toEqual(['generate-poem']);
  expect(extended['generate-open']?.from).toBe(join(folder, 'generate-open.md'));
  expect(extended['generate-math']).toEqual(own['generate-math']);

  await writeFile(join(folder, 'generate-bad.md'), 'No slot here.');
  await expect(loadPrompts('multilingual', stages, folder)).rejects.toThrow(
    /generate-bad\.md: the slot \{\{text\}\} is missing/,
  );
});

test('the pool covers the tasks of Table 8', async () => {
  const own = await loadPrompts('multilingual', [generateInstruction], undefined);
  for (const task of ['open', 'question-with-context', 'summary', 'multiple-choice', 'math', 'sentiment'])
    expect(own).toHaveProperty(`generate-${task}`);
});
