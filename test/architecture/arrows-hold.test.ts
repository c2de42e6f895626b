import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const run = promisify(execFile);
const folders = [
  'schemas',
  'connection',
  'activities',
  'workflows',
  'workers',
  'client',
  'config',
  'api',
  'recipe-folders',
  'testing',
  'cli',
  'infra',
  'bench',
];

async function cruise(paths: readonly string[]): Promise<{ ok: boolean; output: string }> {
  const args = ['depcruise', '--config', '.dependency-cruiser.json', '--output-type', 'err', ...paths];
  try {
    return { ok: true, output: (await run('npx', args, { maxBuffer: 1e7 })).stdout };
  } catch (error) {
    return { ok: false, output: String(error instanceof Error && 'stdout' in error ? error.stdout : error) };
  }
}

test('dependencies go one way', async () => {
  expect(await cruise(folders)).toMatchObject({ ok: true });
});

test.each([
  ['schemas', "export { digestOf } from '../../activities/digest.ts';", 'schemas-import-nothing-of-ours'],
  [
    'workflows',
    "export { digestOf } from '../../activities/digest.ts';",
    'workflows-import-types-of-activities',
  ],
  ['workers', "export { openFoundry } from '../../testing/foundry.ts';", 'recipes-of-ones-own-stand-above'],
  ['client', "export { openHome } from '../../workers/home.ts';", 'client-imports-schemas'],
])('a file in %s that goes the other way is found', async (folder, text, rule) => {
  const extra = await mkdtemp(join(folder, 'zz-'));
  onTestFinished(() => rm(extra, { recursive: true }));
  await writeFile(join(extra, 'wrong.ts'), text);
  const { ok, output } = await cruise([extra]);
  expect(ok).toBe(false);
  expect(output).toContain(rule);
});
