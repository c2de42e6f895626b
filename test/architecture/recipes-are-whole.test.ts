import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { stageOf, StageNotListed } from '../../activities/engine/plan/plan-flow.ts';
import { checkWhole, RecipeNotWhole, rowStages, setStages } from '../../activities/recipes/index.ts';
import { isFamily } from '../../activities/prompts/family.ts';
import { promptFolder } from '../../activities/prompts/folder.ts';
import { recipes } from '../../schemas/recipes/index.ts';
import { finishedBuild } from '../dataset/finished-build.ts';
import * as workflows from '../../workflows/index.ts';
import { permanent } from '../../workers/permanent-failures.ts';

/** What a recipe is made of beside its entry in the registry: a line that is missing would be found by a build alone. */
test.each(recipes.map((recipe) => [recipe.name, recipe] as const))(
  'the recipe %s has its workflow and its prompts',
  async (name, { workflow, stages, prompts }) => {
    expect(Object.keys(workflows), `workflows/index.ts exports the workflow of ${name}`).toContain(workflow);
    const wanted = stages.flatMap((stage) =>
      stage.kind === 'set'
        ? []
        : Object.entries(stage.prompts ?? {}).flatMap(([prompt, slots]) =>
            slots === 'any' || isFamily(prompt) ? [] : [`${prompt}.md`],
          ),
    );
    const folder = wanted.length === 0 ? [] : await readdir(promptFolder(prompts ?? name));
    expect(folder).toEqual(expect.arrayContaining(wanted));
  },
);

const all = { rows: rowStages, sets: setStages, analyses: new Map<string, unknown>() };

test('a stage that a recipe lists and nobody implements is told at start, and where it belongs', () => {
  expect(() => checkWhole(recipes, all)).not.toThrow();
  const [lacking] = recipes.flatMap(({ stages }) => stages.filter(({ kind }) => kind === 'row'));
  const rows = new Map([...rowStages].filter(([name]) => name !== lacking?.name));
  expect(() => checkWhole(recipes, { ...all, rows })).toThrow(RecipeNotWhole);
  expect(() => checkWhole(recipes, { ...all, rows })).toThrow(
    `lists the stage "${lacking?.name ?? ''}", which no code implements; add it to \`rows\` in the index.ts`,
  );
});

test('an analysis of no recipe is told at start', () => {
  expect(() => checkWhole(recipes, { ...all, analyses: new Map([['genrate', 1]]) })).toThrow(
    'there is an analysis of "genrate", but no recipe of that name; there are generate',
  );
});

test('a stage that a workflow goes through and its recipe does not list ends the build at once', async () => {
  const { input } = await finishedBuild({ rows: 1 });
  expect(() => stageOf(input.build, 'nobody')).toThrow(StageNotListed);
  expect(() => stageOf(input.build, 'nobody')).toThrow('goes through the stage "nobody", which its entry in');
  expect(permanent.has(StageNotListed.name)).toBe(true);
});
