import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { inputsIn } from '../../config/paths.ts';
import { recipes } from '../../schemas/recipes/index.ts';
import { ownFolder } from '../client/config-file.ts';
import { tunesmith } from './command-line.ts';

const Written = z.object({ folder: z.string(), config: z.string(), files: z.array(z.string()) });

describe.each(recipes.map(({ name }) => name))('tunesmith init %s', (name) => {
  it('writes a config that is valid as it is, with all that it names', async () => {
    const cwd = ownFolder();
    const { code, stdout, stderr } = await tunesmith(['init', name, '--json'], cwd);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { files } = Written.parse(JSON.parse(stdout));
    const [first, ...rest] = readFileSync(join(cwd, name, 'config.yaml'), 'utf8').split('\n');
    expect(first).toBe(`# yaml-language-server: $schema=${name}.schema.json`);
    expect(rest.join('\n')).toBe(readFileSync(`examples/${name}.yaml`, 'utf8'));
    const schema: unknown = JSON.parse(readFileSync(join(cwd, name, `${name}.schema.json`), 'utf8'));
    expect(schema).toHaveProperty('properties.recipe');
    for (const file of files.filter((each) => each.includes('/')))
      expect(readFileSync(join(cwd, name, file))).toEqual(readFileSync(join('examples', file)));

    const checked = await tunesmith(['validate', `${name}/config.yaml`, '--json'], cwd);
    expect(checked.code).toBe(0);
    const { config } = z.object({ config: z.looseObject({}) }).parse(JSON.parse(checked.stdout));
    expect(config).toMatchObject({ recipe: name });
    for (const path of inputsIn(config).flatMap((input) => input.files))
      expect(existsSync(path.includes('*') ? path.slice(0, path.indexOf('*')) : path)).toBe(true);
  });
});

it('a folder of data comes with its notices, and what no config names stays behind', async () => {
  const cwd = ownFolder();
  await tunesmith(['init', 'back-and-forth', 'mine'], cwd);
  for (const file of ['documents/NOTICES.txt', 'documents/README.md', 'documents/wikipedia.jsonl.gz'])
    expect(existsSync(join(cwd, 'mine', file))).toBe(true);
  expect(existsSync(join(cwd, 'mine/prompts/originals/score.md'))).toBe(true);
  expect(existsSync(join(cwd, 'mine/texts'))).toBe(false);
});

it('overwrites nothing', async () => {
  const cwd = ownFolder();
  await tunesmith(['init', 'generate', 'mine'], cwd);
  const before = readFileSync(join(cwd, 'mine/config.yaml'));
  const { code, stderr } = await tunesmith(['init', 'back-and-forth', 'mine'], cwd);
  expect(code).toBe(2);
  expect(stderr).toMatch(/mine has config\.yaml already, and nothing is overwritten/);
  expect(readFileSync(join(cwd, 'mine/config.yaml'))).toEqual(before);
});

it("does not mix its data with what lies in a folder of the user's", async () => {
  const cwd = ownFolder();
  mkdirSync(join(cwd, 'mine/documents'), { recursive: true });
  writeFileSync(join(cwd, 'mine/documents/own.jsonl'), '{}\n');
  const { code, stderr } = await tunesmith(['init', 'back-and-forth', 'mine'], cwd);
  expect(code).toBe(2);
  expect(stderr).toMatch(/mine has documents already/);
  expect(existsSync(join(cwd, 'mine/config.yaml'))).toBe(false);
});
