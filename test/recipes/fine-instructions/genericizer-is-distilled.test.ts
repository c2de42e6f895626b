import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { promptFolder } from '../../../activities/prompts/folder.ts';
import { parsePrompt } from '../../../activities/prompts/prompt.ts';
import { parseGenericized } from '../../../activities/recipes/fine-instructions/parse-genericized.ts';
import { Unusable } from '../../../activities/engine/rows/outcome.ts';
import { MessageSchema } from '../../../schemas/inference/question.ts';
import { openFoundry } from '../../builds/foundry.ts';
import { evenly } from './evenly.ts';
import { benchmarks, querySources, rowsOf, tableOf, unreconciled } from './sample-build.ts';
import { trainingFolder, trainingLines } from './training-files.ts';

const role = { endpoint: 'default', model: 'stand-in' };

function distilGenericizer(more: Record<string, unknown> = {}) {
  return {
    recipe: 'distil-genericizer',
    name: 'genericizer-examples',
    queries: querySources(),
    decontaminate: benchmarks,
    sample: { size: 60, spare: 1 },
    roles: { teacher: role, moderator: role },
    sharding: { rows: 32 },
    output: { formats: ['messages'] },
    ...more,
  };
}

const ConversationSchema = z.strictObject({ messages: z.array(MessageSchema) });
const exampleShape = {
  id: z.string(),
  text: z.string(),
  is_null: z.boolean(),
  stratum: z.string(),
  completion: z.string(),
};

test('examples of all strata, some of null, become the files that the genericizer is trained on', async () => {
  const foundry = await openFoundry({ latencyMs: 1 });
  const config = distilGenericizer();
  const dataset = await foundry.build(config);
  expect(unreconciled(dataset)).toEqual([]);
  expect(dataset).toMatchObject({ rows: 60, training: { pairs: 60 } });

  // Drawn before anything is asked: evenly from the sources, lengths and topics.
  const sorted = await rowsOf(foundry, tableOf(dataset, 'sort-query'), { stratum: z.string() });
  const first = dataset.tables.find(({ table }) => table.stage === 'stratify')?.table;
  if (first === undefined) throw new Error('nothing was drawn');
  const asked = await rowsOf(foundry, first, { stratum: z.string() });
  expect(asked).toHaveLength(120);
  expectEven(sorted, asked);
  const told = dataset.tables.find(({ table }) => table.stage === 'silver-template');
  expect(told?.counts.in).toBeLessThanOrEqual(120);

  // Of what was answered, evenly by length, complexity and topic, with 5% of null, or all of it where that is less.
  const written = await rowsOf(foundry, tableOf(dataset, 'write-example'), exampleShape);
  const examples = await rowsOf(foundry, tableOf(dataset, 'stratify'), exampleShape);
  const nulls = (rows: typeof written) => rows.filter(({ is_null }) => is_null);
  expect(nulls(written).length).toBeGreaterThan(0);
  expect(nulls(examples)).toHaveLength(Math.min(nulls(written).length, 3));
  const some = (rows: typeof written) => rows.filter(({ is_null }) => !is_null);
  expectEven(some(written), some(examples));
  expect(new Set(examples.map(({ stratum }) => stratum)).size).toBeGreaterThan(5);

  // The prompt is the one that the bank's builds ask, and the answer is one that they can read.
  const prompt = parsePrompt(
    await readFile(new URL('genericize.md', promptFolder('fine-instructions')), 'utf8'),
    '',
  );
  const lines = await trainingLines(dataset, 'genericizer.messages.jsonl', ConversationSchema);
  const expected = examples.map(({ text, completion }) => ({
    messages: [...prompt.fill({ query: text }), { role: 'assistant', content: completion }],
  }));
  const order = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();
  expect(order(lines)).toEqual(order(expected));
  for (const { completion, is_null } of examples) {
    const read = parseGenericized(completion, 'stop');
    expect(read).not.toBeInstanceOf(Unusable);
    expect(read === null).toBe(is_null);
  }
  const config1B: unknown = parse(
    await readFile(join(trainingFolder(dataset), 'genericizer.trl.yaml'), 'utf8'),
  );
  expect(config1B).toMatchObject({ model_name_or_path: 'meta-llama/Llama-3.2-1B-Instruct' });

  // Again: nothing is asked. Elsewhere: the same examples. With another seed: others.
  const { requests } = foundry.standin.stats();
  expect(await foundry.build(config)).toMatchObject({ unchanged: true, training: dataset.training });
  expect(foundry.standin.stats().requests).toBe(requests);
  const elsewhere = await foundry.build({ ...config, store: join(foundry.folder, 'elsewhere') });
  expect(await trainingLines(elsewhere, 'genericizer.messages.jsonl', ConversationSchema)).toEqual(lines);
  const other = await foundry.build({ ...config, seed: 43 });
  const others = await trainingLines(other, 'genericizer.messages.jsonl', ConversationSchema);
  expect(order(others)).not.toEqual(order(lines));
});

interface Sorted {
  readonly stratum: string;
}

/** Each stratum gave as many as the others, or all that it had. */
function expectEven(there: readonly Sorted[], drawn: readonly Sorted[]): void {
  const strata = [...new Set(there.map(({ stratum }) => stratum))];
  const count = (rows: readonly Sorted[], name: string) =>
    rows.filter(({ stratum }) => stratum === name).length;
  const had = strata.map((name) => count(there, name));
  const least = evenly(had, drawn.length);
  strata.forEach((name, at) => {
    const most = Math.min((least[at] ?? 0) + 1, had[at] ?? 0);
    expect([least[at], most], name).toContain(count(drawn, name));
  });
}
