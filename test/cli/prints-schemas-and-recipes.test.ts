import { expect, it } from 'vitest';
import { recipes } from '../../schemas/recipes/index.ts';
import { ownFolder } from '../client/config-file.ts';
import { tunesmith } from './command-line.ts';

it('lists every recipe with its stages', async () => {
  const { code, stdout } = await tunesmith(['recipes', '--json'], ownFolder());
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject(
    recipes.map(({ name, stages }) => ({ name, stages: stages.map((each) => ({ name: each.name })) })),
  );
});

it('prints the schema that editors read, without colours', async () => {
  const { code, stdout } = await tunesmith(['recipes', '--schema', 'generate'], ownFolder(), {
    FORCE_COLOR: '1',
  });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toHaveProperty('properties.prompt');
});
