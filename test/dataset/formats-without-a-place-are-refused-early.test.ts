import { expect, test } from 'vitest';
import type { z } from 'zod';
import { BuildConfigSchema, outputOf, type OutputSchema } from '../../schemas/build/build.ts';
import type { Recipe } from '../../schemas/build/recipe.ts';
import { checkOutput } from '../../schemas/recipes/check-output.ts';

/** What is said of an output before a build. */
function said(output: z.input<typeof OutputSchema>, recipe: Pick<Recipe, 'kinds' | 'carries'>): string[] {
  const whole: Recipe = {
    name: 'r',
    workflow: 'r',
    title: 'R',
    paper: undefined,
    stages: [],
    schema: BuildConfigSchema,
    ...recipe,
  };
  const schema = BuildConfigSchema.superRefine(checkOutput(whole));
  const config = { recipe: 'r', name: 'n', endpoints: {}, output };
  return (
    schema.safeParse(config).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []
  );
}

test('a format without a place for what the rows carry is refused, with those that have one', () => {
  const recipe: Pick<Recipe, 'kinds' | 'carries'> = { kinds: ['conversation'], carries: () => ['reasoning'] };
  expect(said({ formats: ['messages', 'sharegpt'] }, recipe)).toEqual([
    'output.formats.1: "sharegpt" has no place for reasoning, which this dataset\'s rows have; use "parquet", "messages"',
  ]);
  expect(said({}, recipe)).toEqual([]);
});

test('training without the format that trainers read is refused', () => {
  expect(said({ formats: ['parquet'], training: true }, {})).toEqual([
    'output.training: trainers read the format "messages": add it to output.formats',
  ]);
  expect(said({ training: true }, {})).toEqual([]);
});

test('a format that the kind has not is refused with those that there are', () => {
  const problem = (formats: string[]) =>
    outputOf('conversation').safeParse({ formats }).error?.issues[0]?.message;
  expect(problem(['text'])).toBe('Invalid option: expected one of "parquet"|"messages"|"sharegpt"');
  expect(problem(['sharegpt'])).toBeUndefined();
  const both = outputOf('conversation', 'preference');
  expect(both.parse({ formats: ['prompt-chosen-rejected'] }).formats).toEqual(['prompt-chosen-rejected']);
});
