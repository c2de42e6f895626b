import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { publicColumns } from '../../activities/dataset/public-columns.ts';
import { openBuild } from '../../activities/engine/build/open-build.ts';
import { drawTask } from '../../activities/recipes/multilingual/task-pool.ts';
import { recipeOf } from '../../schemas/recipes/index.ts';
import { openHome } from '../../workers/home.ts';
import { createParts } from '../../workers/parts.ts';
import { complaints, generateConfig, ownFolder } from './config-file.ts';

const names = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'];

test.each(names)('an endpoint %s is not among endpoints', async (name) => {
  for (const role of [`model: { model: m, endpoint: ${name} }`, `model: { endpoint: ${name} }`]) {
    const lines = await complaints(generateConfig('', role), { env: { OPENAI_MODEL: 'm' } });
    expect(lines).toEqual([
      `c.yaml:6: roles.model.endpoint: "${name}" is not among endpoints (there are default)`,
    ]);
  }
});

test.each(names)('a role without a model at the endpoint %s is told what it lacks', async (name) => {
  const lines = await complaints(generateConfig('', `model: { endpoint: ${name} }`));
  expect(lines).toContain('c.yaml:6: roles.model.model: is missing; name one here or in OPENAI_MODEL');
});

test.each(names)('the worker knows no endpoint %s either', async (endpoint) => {
  const config = recipeOf('generate').schema.parse({
    ...parse(generateConfig('store: s')),
    roles: { model: { model: 'm', endpoint } },
  });
  const parts = createParts(await openHome({ TUNESMITH_HOME: ownFolder() }), {});
  await expect(
    openBuild({ config: { ...config, store: { uri: ownFolder() } }, id: 'x' }, parts),
  ).rejects.toThrow(`roles.model.endpoint: "${endpoint}" is not among endpoints (default)`);
});

test.each(names)('a role or a recipe %s is unknown', async (name) => {
  expect(await complaints(generateConfig('', `model: { model: m }, ${name}: { model: m }`))).toEqual([
    `c.yaml:6: roles.${name}: unknown key; there are model`,
  ]);
  const [line] = await complaints(generateConfig().replace('recipe: generate', `recipe: ${name}`));
  expect(line).toContain(`recipe: there is no recipe "${name}", only generate`);
});

test('columns and tasks may have such names', () => {
  const column = { name: 'constructor', type: 'VARCHAR', nullable: false, json: false } as const;
  expect(publicColumns([column], recipeOf('generate'), 'pair')).toEqual([
    { name: 'constructor', from: 'constructor', type: 'VARCHAR', json: false, about: 'From the input' },
  ]);
  expect(drawTask(['generate-constructor'], {}, 1)).toBe('constructor');
});
