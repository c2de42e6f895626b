import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { DatasetManifestSchema } from '../../schemas/dataset/manifest.ts';
import { blocksOf, copyWithExample, run } from './worked-example.ts';

const Told = z.object({ location: z.string(), rows: z.int() });

test('the recipe that CONTRIBUTING.md writes compiles, keeps to the house, and makes its dataset', async () => {
  const { folder, blocks } = await copyWithExample();
  expect(blocks.length).toBeGreaterThan(15);
  // Not as a test's own process: a vitest within a vitest would wait for the outer one.
  const outer = /^(VITEST|NODE_OPTIONS|NODE_ENV|TEST$|TUNESMITH_|OPENAI_|TEMPORAL_)/;
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !outer.test(name)));
  const node = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    run(process.execPath, args, { cwd: folder, env: { ...clean, ...env }, maxBuffer: 1e8 });
  await node(['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.']);
  const rooms = ['schemas', 'activities', 'workflows'];
  await node([
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    '--config',
    '.dependency-cruiser.json',
    ...rooms,
  ]);
  await node(['node_modules/vitest/vitest.mjs', 'run', 'test/recipes/ask']);

  const config = 'test/recipes/golden/ask/config.yaml';
  const home = { TUNESMITH_HOME: join(folder, 'home') };
  const { stdout } = await node(['--import', 'tsx', 'cli/main.ts', 'run', config, '--json'], home);
  const { location, rows } = Told.parse(JSON.parse(stdout));
  expect(rows).toBe(2);
  const manifest = DatasetManifestSchema.parse(
    JSON.parse(await readFile(join(location, 'manifest.json'), 'utf8')),
  );
  expect(manifest.tables.map(({ table, reasons }) => [table.stage, reasons])).toEqual([
    ['import', {}],
    ['summarise', { 'too short to summarise': 1 }],
    ['distinct-summary', {}],
    ['ask-question', {}],
  ]);
  expect(manifest.analysis.sections?.map(({ title }) => title)).toEqual(['Equal summaries']);
});

test('a block of code belongs to the path above it', () => {
  const page =
    '**a/b.ts**: what it is,\nin words.\n\n```ts\nconst a = 1;\n```\n\n**c.md**\n\n```md\nText\n```\n';
  expect(blocksOf(page)).toEqual([
    { path: 'a/b.ts', language: 'ts', text: 'const a = 1;\n' },
    { path: 'c.md', language: 'md', text: 'Text\n' },
  ]);
});
