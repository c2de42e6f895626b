import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Dataset } from '../../../schemas/build/task.ts';
import { DatasetManifestSchema } from '../../../schemas/dataset/manifest.ts';
import { openFoundry } from '../../builds/foundry.ts';
import { tableOf } from '../../input/table-of.ts';
import { askedBy, conversationsOf, drawing } from './drawn-build.ts';

test('a larger number asks only for what is new, and settings of later stages ask nothing', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const [first, few] = await askedBy(foundry, () => foundry.build(drawing(30)));
  expect([few.rows, first]).toEqual([30, 60]);

  const [more, many] = await askedBy(foundry, () => foundry.build(drawing(50)));
  expect([many.rows, more]).toEqual([50, 40]);

  const stricter = { cleaning: { minCharacters: 70 } };
  const [none, strict] = await askedBy(foundry, () => foundry.build(drawing(50, stricter)));
  expect(none, 'thresholds are asked of no model').toBe(0);
  expect(strict.rows).toBe(50 - (tableOf(strict, 'clean-instruction').reasons['fragment'] ?? 0));
  expect(strict.rows).toBeLessThan(50);
});

test('what is no instruction is rejected by its reason, and its answer is not paid for', async () => {
  const rates = { answering: 0.2, roleWord: 0.2, fragment: 0.1, empty: 0.1, cut: 0.1 };
  const foundry = await openFoundry({ mistakes: rates });
  const [asked, dataset] = await askedBy(foundry, () => foundry.build(drawing(100)));
  const { counts, reasons } = tableOf(dataset, 'clean-instruction');
  expect(Object.keys(reasons).sort()).toEqual([
    'answers instead of asking',
    'cut',
    'empty',
    'fragment',
    'role words',
  ]);
  const manifest = await manifestOf(dataset);
  const sections = manifest.analysis.sections ?? [];
  expect(sections.map(({ title }) => title)).toEqual([
    'What the model went on from',
    'What was no instruction',
    'Languages',
    'What the English instructions ask for',
    'What 1,000 rows cost',
  ]);
  const [preQuery, cleaning] = sections.map(({ tables = [] }) => tables[0]?.rows ?? []);
  expect(preQuery?.[0]).toEqual([
    'Before an instruction',
    JSON.stringify('<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n'),
  ]);
  expect(Object.fromEntries((cleaning ?? []).map(([reason, rows]) => [reason, rows]))).toEqual(reasons);
  // The last stage's own faults are asked again where they can be; greedy answers are asked once.
  expect(asked).toBe(100 + counts.out);
});

test('each domain has its share, and rows of a language are in it', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const control = [
    { name: 'general', weight: 2 },
    { name: 'sums', prompt: 'math' },
    { name: 'spanish', language: 'spa_Latn' },
    { name: 'telugu', language: 'tel_Telu' },
  ];
  const dataset = await foundry.build(drawing(200, { control }));
  // The stand-in writes no Telugu.
  const { reasons, counts } = tableOf(dataset, 'clean-instruction');
  expect(Object.keys(reasons)).toEqual(['other language']);
  expect(counts.rejected).toBeGreaterThan(20);
  const instructions = (await conversationsOf(dataset)).map(([user]) => user?.content ?? '');
  const share = (sign: RegExp) => instructions.filter((each) => sign.test(each)).length / 200;
  expect(share(/km\/h|Solve for x|remainder|balls/)).toBeCloseTo(0.2, 1);
  expect(share(/¿|Escribe|Necesito/)).toBeCloseTo(0.2, 1);
});

test('the samplings of a named mix are all used, and each row keeps its own', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const dataset = await foundry.build(drawing(150, { mix: 'studied' }));
  const manifest = await manifestOf(dataset);
  const samplings = manifest.models.find(({ role }) => role === 'instructor')?.samplings ?? [];
  expect(samplings).toHaveLength(9);
  expect(samplings.map(({ rows = 0 }) => rows).every((rows) => rows > 0)).toBe(true);
});

async function manifestOf({ location }: Dataset) {
  return DatasetManifestSchema.parse(JSON.parse(await readFile(join(location, 'manifest.json'), 'utf8')));
}
