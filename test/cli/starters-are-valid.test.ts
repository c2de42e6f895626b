import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recipes } from '../../schemas/recipes/index.ts';
import { ownFolder } from '../client/config-file.ts';
import { tunesmith } from './command-line.ts';

describe.each(recipes.map(({ name }) => name))('tunesmith init %s', (name) => {
  it('writes a config that is valid as it is', async () => {
    const cwd = ownFolder();
    expect(await tunesmith(['init', name], cwd)).toMatchObject({ code: 0, stderr: '' });
    const { code, stdout } = await tunesmith(['validate', `${name}/config.yaml`, '--json'], cwd);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ valid: true, config: { recipe: name } });
    const schema: unknown = JSON.parse(readFileSync(join(cwd, name, `${name}.schema.json`), 'utf8'));
    expect(schema).toHaveProperty(
      'properties.corpus' in Object(schema) ? 'properties.corpus' : 'properties.recipe',
    );
    for (const file of readdirSync(join(cwd, name, 'data')))
      expect(statSync(join(cwd, name, 'data', file)).size).toBeGreaterThan(0);
  });
});

it('overwrites nothing', async () => {
  const cwd = ownFolder();
  await tunesmith(['init', 'generate', 'mine'], cwd);
  const before = readFileSync(join(cwd, 'mine/config.yaml'));
  const { code, stderr } = await tunesmith(['init', 'back-and-forth', 'mine'], cwd);
  expect(code).toBe(2);
  expect(stderr).toMatch(/mine has config\.yaml, data already, and nothing is overwritten/);
  expect(readFileSync(join(cwd, 'mine/config.yaml'))).toEqual(before);
});
