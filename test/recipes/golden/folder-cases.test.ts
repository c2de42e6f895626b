import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readTyped } from '../../../activities/parquet/read-rows.ts';
import { loadConfig } from '../../../config/load-config.ts';
import type { Dataset } from '../../../schemas/build/task.ts';
import { DatasetManifestSchema } from '../../../schemas/dataset/manifest.ts';
import { kindOf } from '../../../schemas/kinds/index.ts';
import { openFoundry } from '../../builds/foundry.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const update = process.env['UPDATE_EXPECTED'] === '1';

test('each folder gives the dataset that it expects', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const entries = await readdir(folder, { withFileTypes: true });
  const cases = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(cases.length).toBeGreaterThan(0);
  for (const name of cases) {
    const config = await loadConfig(join(folder, name, 'config.yaml'), {
      env: {},
      standIn: foundry.standin.baseUrl,
    });
    const dataset = await foundry.build({ ...config, store: foundry.store });
    await compare(join(name, 'expected', 'rows.jsonl'), await rowsOf(dataset));
    await compare(join(name, 'expected', 'stages.json'), stagesOf(dataset));
  }
});

/** The columns of the dataset's kind, of every row. */
async function rowsOf({ location }: Dataset): Promise<string> {
  const files = (await readdir(join(location, 'data'))).sort();
  const manifest = await readFile(join(location, 'manifest.json'), 'utf8');
  const { kind, columns } = DatasetManifestSchema.parse(JSON.parse(manifest));
  const has = new Set(columns.map(({ name }) => name));
  const { needs, oneOf } = kindOf(kind);
  const shape = Object.fromEntries(Object.entries({ ...oneOf, ...needs }).filter(([name]) => has.has(name)));
  const rows = await Promise.all(files.map((file) => readTyped(join(location, 'data', file), shape)));
  return rows
    .flat()
    .map((row) => `${JSON.stringify(row)}\n`)
    .join('');
}

function stagesOf({ tables }: Dataset): string {
  const stages = tables.map(({ table, counts, reasons }) => ({ stage: table.stage, ...counts, reasons }));
  return `${JSON.stringify(stages, null, 2)}\n`;
}

async function compare(path: string, met: string): Promise<void> {
  const place = join(folder, path);
  if (update) {
    await mkdir(join(place, '..'), { recursive: true });
    await writeFile(place, met);
  }
  const expected = await readFile(place, 'utf8').catch(
    () => `${path} is missing: run UPDATE_EXPECTED=1 npx vitest run test/recipes\n`,
  );
  expect.soft(met, path).toBe(expected);
}
