import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { DatasetManifestSchema } from '../../../schemas/dataset/manifest.ts';
import { openFoundry } from '../../builds/foundry.ts';
import { scriptedEndpoint } from '../../inference/scripted-endpoint.ts';
import { failureOf } from '../../survival/failure.ts';
import { documents, fineInstructions, rowsOf, tableOf, unreconciled } from './sample-build.ts';

const shape = { id: z.string(), instruction: z.string(), categories: z.array(z.string()).nullable() };

test('pairs have categories where a role gives them, and card and report show the analysis', async () => {
  const foundry = await openFoundry({ latencyMs: 1 });
  const corpus = await documents(foundry, 0, 20);
  const plain = fineInstructions(corpus);
  const role = { endpoint: 'default', model: 'stand-in' };
  const before = await foundry.build(plain);
  expect(before.tables.some(({ table }) => table.stage === 'categorize')).toBe(false);
  const requests = foundry.standin.stats().requests;

  const dataset = await foundry.build({ ...plain, roles: { ...plain.roles, categorizer: role } });
  expect(unreconciled(dataset)).toEqual([]);
  // No pair is lost for a label, and none is made again.
  expect(dataset.rows).toBe(before.rows);
  const asked = foundry.standin.stats().requests - requests;
  expect(asked).toBeGreaterThanOrEqual(dataset.rows);
  expect(asked).toBeLessThan(1.3 * dataset.rows);
  const pairs = await rowsOf(foundry, tableOf(dataset, 'categorize'), shape);
  const known = new Set(['science', 'math', 'code', 'medicine', 'personal life', 'reasoning', 'task']);
  expect(pairs.flatMap(({ categories }) => categories ?? []).filter((name) => !known.has(name))).toEqual([]);
  expect(
    pairs.filter(({ categories }) => categories !== null && categories.length > 0).length,
  ).toBeGreaterThan(5);

  const read = (file: string) => readFile(join(dataset.location, file), 'utf8');
  const manifest = DatasetManifestSchema.parse(JSON.parse(await read('manifest.json')));
  const titles = manifest.analysis.sections?.map(({ title }) => title) ?? [];
  expect(titles).toHaveLength(6);
  const [card, page] = [await read('README.md'), await read('report.html')];
  for (const title of titles) {
    expect(card).toContain(`## ${title}`);
    expect(page).toContain(`<h2>${title}</h2>`);
  }
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
});

test('labels.maxUnusable holds for a table that an earlier build made, too', async () => {
  const foundry = await openFoundry({ latencyMs: 1 });
  const { baseUrl } = await scriptedEndpoint(({ method }, reply) => {
    if (method !== 'GET') return void reply.text('I would rather not say.');
    reply.raw
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ object: 'list', data: [{ id: 'silent' }] }));
  });
  const plain = fineInstructions(await documents(foundry, 0, 8));
  const config = {
    ...plain,
    endpoints: { default: { urls: [foundry.standin.baseUrl] }, other: { urls: [baseUrl] } },
    roles: { ...plain.roles, categorizer: { endpoint: 'other', model: 'silent' } },
    labels: { maxUnusable: 1 },
  };
  const { rows } = await foundry.build(config);
  expect(rows).toBeGreaterThan(0);
  for (let times = 0; times < 2; times += 1) {
    const failure = await failureOf(foundry.build({ ...config, labels: { maxUnusable: 0.5 } }));
    expect(failure).toMatchObject({ type: 'TooManyUnusable', nonRetryable: true });
    expect(failure.message).toContain(`gave no categories for ${rows} of ${rows} rows`);
  }
});
