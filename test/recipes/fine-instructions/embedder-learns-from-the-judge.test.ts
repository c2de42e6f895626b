import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { sectionOf } from '../../../activities/recipes/fine-instructions/matching/sections.ts';
import {
  EmbedderTrainingSchema,
  SectionsSchema,
} from '../../../schemas/recipes/fine-instructions/embedder-pairs.ts';
import { openFoundry } from '../../builds/foundry.ts';
import { bankRoles, documents, fineInstructions, querySources, rowsOf, tableOf } from './sample-build.ts';
import { PairSchema, trainingFolder, trainingLines, TripletSchema } from './training-files.ts';

const role = { endpoint: 'default', model: 'stand-in' };
const sections = SectionsSchema.parse({});

function tuneEmbedder(corpus: string, more: Record<string, unknown> = {}) {
  return {
    recipe: 'tune-embedder',
    name: 'embedder-pairs',
    corpus: { files: [corpus] },
    bank: { name: 'bank', queries: querySources() },
    roles: { ...bankRoles, describer: role, judge: role },
    sharding: { rows: 8 },
    ...more,
  };
}

const judgedShape = {
  document_id: z.string(),
  text: z.string(),
  template_id: z.string(),
  chunk: z.int(),
  compatible: z.boolean(),
};
const bankShape = { template_id: z.string(), description: z.string() };

test('both rounds write what the judge said, each with its chunk, its text and its template', async () => {
  const foundry = await openFoundry({ latencyMs: 1 });
  const corpus = await documents(foundry, 0, 24);
  for (const round of ['documents', 'sections'] as const) {
    const config = tuneEmbedder(corpus, { name: `pairs-${round}`, round, documents: 20 });
    const dataset = await foundry.build(config);
    const judged = await rowsOf(foundry, tableOf(dataset, 'check-compatible'), judgedShape);
    const bank = await rowsOf(foundry, tableOf(dataset, 'embed-template'), bankShape);
    const described = new Map(bank.map(({ template_id, description }) => [template_id, description]));
    const pairs = await trainingLines(dataset, 'embedder.pairs.jsonl', PairSchema);

    const expected = judged.map(({ document_id, text, template_id, chunk, compatible }) => ({
      document: text,
      description: described.get(template_id),
      label: compatible ? 1 : 0,
      chunk,
      section: sectionOf(text, chunk, sections),
      document_id,
      template_id,
    }));
    const order = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();
    expect(order(pairs)).toEqual(order(expected));
    expect(dataset.training?.pairs).toBe(pairs.length);
    expect(new Set(pairs.map(({ document_id }) => document_id)).size).toBe(20);
    // Five a document; what the judge said of some cannot be used, and it is asked at temperature 0, once.
    const counts = dataset.tables.find(({ table }) => table.stage === 'check-compatible')?.counts;
    expect([counts?.in, pairs.length + (counts?.rejected ?? 0)]).toEqual([100, 100]);
    expect(counts?.rejected).toBeLessThan(15);
    expect([...new Set(pairs.map(({ label }) => label))].sort()).toEqual([0, 1]);
    const chunks = [...new Set(pairs.map(({ chunk }) => chunk))].sort();
    expect(chunks).toEqual(round === 'documents' ? [0] : [1, 2, 3, 4, 5]);

    const tables = dataset.tables.map(({ table }) => table.digest);
    expect(tables).toHaveLength(new Set(tables).size);

    // A triplet is a positive against a negative of the same document.
    const triplets = await trainingLines(dataset, 'embedder.triplets.jsonl', TripletSchema);
    expect(triplets.length).toBeGreaterThan(10);
    for (const { anchor, positive, negative, chunk, document_id } of triplets) {
      const own = pairs.filter((pair) => pair.document_id === document_id);
      expect(own).toContainEqual(
        expect.objectContaining({ description: positive, label: 1, chunk, section: anchor }),
      );
      const others = own.filter(({ description }) => description === negative);
      expect(new Set(others.map(({ label }) => label))).toEqual(new Set([0]));
    }

    // Again: nothing is asked, and the very files are found.
    const { requests } = foundry.standin.stats();
    const again = await foundry.build(config);
    expect(foundry.standin.stats().requests).toBe(requests);
    expect(again).toMatchObject({ unchanged: true, training: dataset.training });
  }
});

test('the files come with a script and its settings', async () => {
  const foundry = await openFoundry({ latencyMs: 1, mistakes: 0 });
  const corpus = await documents(foundry, 0, 4);
  const dataset = await foundry.build(
    tuneEmbedder(corpus, { training: { baseModel: 'here/embedder', epochs: 2 } }),
  );
  const folder = trainingFolder(dataset);
  expect((await readdir(folder)).sort()).toEqual([
    'README.md',
    'embedder.json',
    'embedder.pairs.jsonl',
    'embedder.triplets.jsonl',
    'train.py',
    'training.json',
  ]);
  expect(JSON.parse(await readFile(`${folder}/embedder.json`, 'utf8'))).toEqual(
    EmbedderTrainingSchema.parse({ baseModel: 'here/embedder', epochs: 2 }),
  );
});

test('a matching build that checks its matches writes the same pairs, and goes on with the compatible ones', async () => {
  const foundry = await openFoundry({ latencyMs: 1, mistakes: 0 });
  const corpus = await documents(foundry, 0, 20);
  const config = fineInstructions(corpus, { compatible: { check: true, tuneEmbedder: {} } });
  const dataset = await foundry.build(config);
  const judged = await rowsOf(foundry, tableOf(dataset, 'check-compatible'), judgedShape);
  const pairs = await trainingLines(dataset, 'embedder.pairs.jsonl', PairSchema);
  const order = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();
  expect(
    order(
      pairs.map(({ document_id, template_id, chunk, label }) => [document_id, template_id, chunk, label]),
    ),
  ).toEqual(
    order(
      judged.map(({ document_id, template_id, chunk, compatible }) => [
        document_id,
        template_id,
        chunk,
        compatible ? 1 : 0,
      ]),
    ),
  );
  expect(new Set(pairs.map(({ chunk }) => chunk)).size).toBeGreaterThan(2);
  const kept = dataset.tables.filter(({ table }) => table.stage === 'keep-compatible');
  const positives = pairs.filter(({ label }) => label === 1).length;
  expect(kept.map(({ counts, reasons }) => ({ out: counts.out, reasons }))).toEqual([
    { out: positives, reasons: { 'not compatible': pairs.length - positives } },
  ]);
  const tables = dataset.tables.map(({ table }) => table.digest);
  expect(tables).toHaveLength(new Set(tables).size);

  const { requests } = foundry.standin.stats();
  expect(await foundry.build(config)).toMatchObject({ unchanged: true });
  expect(foundry.standin.stats().requests).toBe(requests);
});
