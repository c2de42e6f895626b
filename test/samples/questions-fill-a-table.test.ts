import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { examples, linesOf } from './shipped.ts';

const QuestionSchema = z.strictObject({
  id: z.string().min(1),
  topic: z.string().min(1),
  question: z.string().min(10),
});

async function questions() {
  const bytes = await readFile(join(examples, 'prompts-table/questions.jsonl'));
  return linesOf(bytes).map((line) => QuestionSchema.parse(JSON.parse(line)));
}

test('about sixty different questions on several topics', async () => {
  const all = await questions();
  expect(all.length).toBeGreaterThanOrEqual(55);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(new Set(all.map(({ question }) => question.toLowerCase())).size).toBe(all.length);
  expect(new Set(all.map(({ topic }) => topic)).size).toBeGreaterThanOrEqual(10);
});

test('the CSV has rows of the same table', async () => {
  const csv = await readFile(join(examples, 'prompts-table/questions.csv'), 'utf8');
  const rows = z
    .array(QuestionSchema)
    .min(5)
    .parse(parse(csv, { columns: true }));
  expect(await questions()).toEqual(expect.arrayContaining(rows));
});
