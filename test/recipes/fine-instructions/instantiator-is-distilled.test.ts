import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { promptFolder } from '../../../activities/prompts/folder.ts';
import { parsePrompt } from '../../../activities/prompts/prompt.ts';
import { readInstantiation } from '../../../activities/recipes/fine-instructions/read-instantiation.ts';
import { SearchableDocument } from '../../../activities/recipes/fine-instructions/searchable-document.ts';
import { MessageSchema } from '../../../schemas/inference/question.ts';
import { openFoundry, type Foundry } from '../../builds/foundry.ts';
import { bankRoles, documents, querySources, rowsOf, tableOf, unreconciled } from './sample-build.ts';
import { trainingFolder, trainingLines } from './training-files.ts';

const role = { endpoint: 'default', model: 'stand-in' };

function distilInstantiator(corpus: string, more: Record<string, unknown> = {}) {
  return {
    recipe: 'distil-instantiator',
    name: 'instantiator-examples',
    corpus: { files: [corpus] },
    bank: { name: 'bank', queries: querySources() },
    documents: 30,
    match: { threshold: 0.4 },
    sample: { size: 40, nulls: 0.1 },
    roles: { ...bankRoles, tokenEmbedder: role, instantiator: role },
    sharding: { rows: 16 },
    output: { formats: ['messages'] },
    ...more,
  };
}

const ConversationSchema = z.strictObject({ messages: z.array(MessageSchema) });
const shape = {
  text: z.string(),
  template: z.string(),
  is_null: z.boolean(),
  filled: z.string(),
  answer: z.string(),
  completion: z.string(),
  stratum: z.string(),
};

/** The examples that a build drew, once its files are found to hold them. */
async function examplesOf(foundry: Foundry, dataset: Awaited<ReturnType<Foundry['build']>>) {
  const examples = await rowsOf(foundry, tableOf(dataset, 'stratify'), shape);
  const prompt = parsePrompt(
    await readFile(new URL('instantiate.md', promptFolder('fine-instructions')), 'utf8'),
    '',
  );
  const lines = await trainingLines(dataset, 'instantiator.messages.jsonl', ConversationSchema);
  const expected = examples.map(({ text, template, completion }) => ({
    messages: [...prompt.fill({ template, document: text }), { role: 'assistant', content: completion }],
  }));
  const order = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();
  expect(order(lines)).toEqual(order(expected));
  for (const { text, completion, is_null, filled, answer } of examples) {
    // What the small model learns to say gives the pair, with the excerpts left to the program.
    const read = readInstantiation(completion, 'stop', new SearchableDocument(text));
    if (is_null) expect(read).toBeNull();
    else {
      expect(completion).toContain('<excerpt>');
      expect(read).toMatchObject({ instruction: { text: filled }, response: { text: answer } });
    }
  }
  return examples;
}

test('first round: a large model writes the examples', async () => {
  const foundry = await openFoundry({ latencyMs: 1 });
  const config = distilInstantiator(await documents(foundry, 0, 40));
  const dataset = await foundry.build(config);
  expect(unreconciled(dataset)).toEqual([]);
  expect(dataset).toMatchObject({ rows: 40, training: { pairs: 40 } });
  expect(dataset.tables.find(({ table }) => table.stage === 'sample')?.counts.out).toBe(30);
  const examples = await examplesOf(foundry, dataset);
  expect(examples.filter(({ is_null }) => is_null)).toHaveLength(4);
  expect(new Set(examples.map(({ stratum }) => stratum)).size).toBeGreaterThan(3);
  const yaml: unknown = parse(await readFile(join(trainingFolder(dataset), 'instantiator.trl.yaml'), 'utf8'));
  expect(yaml).toMatchObject({ model_name_or_path: 'meta-llama/Llama-3.2-3B-Instruct', max_length: 8192 });

  const { requests } = foundry.standin.stats();
  expect(await foundry.build(config)).toMatchObject({ unchanged: true, training: dataset.training });
  expect(foundry.standin.stats().requests).toBe(requests);
});

test('second round: null where the judge says incompatible, and no pair that it rates low', async () => {
  const foundry = await openFoundry({ latencyMs: 1 });
  const corpus = await documents(foundry, 0, 40);
  const roles = { ...bankRoles, tokenEmbedder: role, instantiator: role, judge: role };
  const config = distilInstantiator(corpus, {
    round: 'judged',
    roles,
    training: { baseModel: 'here/round-1' },
  });
  const dataset = await foundry.build(config);
  expect(unreconciled(dataset)).toEqual([]);
  const examples = await examplesOf(foundry, dataset);
  const judged = await rowsOf(foundry, tableOf(dataset, 'stratify'), {
    is_null: z.boolean(),
    compatible: z.boolean(),
    rating: z.int().nullable(),
  });
  for (const { is_null, compatible, rating } of judged) {
    expect(is_null).toBe(!compatible);
    expect(is_null ? rating === null : rating !== null && rating >= 4).toBe(true);
  }
  const nulls = examples.filter(({ is_null }) => is_null).length;
  expect([nulls > 0, nulls / examples.length < 0.25]).toEqual([true, true]);
  const yaml: unknown = parse(await readFile(join(trainingFolder(dataset), 'instantiator.trl.yaml'), 'utf8'));
  expect(yaml).toMatchObject({ model_name_or_path: 'here/round-1' });

  const { requests } = foundry.standin.stats();
  expect(await foundry.build(config)).toMatchObject({ unchanged: true, training: dataset.training });
  expect(foundry.standin.stats().requests).toBe(requests);
});
