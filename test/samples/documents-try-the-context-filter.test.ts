import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { countTokens } from 'gpt-tokenizer';
import { expect, test } from 'vitest';
import { allShipped, documentFiles, examples } from './shipped.ts';

test('most shipped documents fit into 4,096 tokens, and some do not', async () => {
  const lengths = (await allShipped()).map(({ text }) => countTokens(text));
  const long = lengths.filter((length) => length > 4096).length;
  expect(lengths.length).toBeGreaterThanOrEqual(400);
  expect(lengths.length).toBeLessThanOrEqual(600);
  expect(long / lengths.length).toBeGreaterThan(0.05);
  expect(long / lengths.length).toBeLessThan(0.2);
  expect(Math.min(...lengths)).toBeGreaterThanOrEqual(200);
});

test('a filter on the bucket keeps some and drops some', async () => {
  const documents = await allShipped();
  const head = documents.filter(({ metadata }) => metadata.bucket === 'head');
  expect(head.length).toBeGreaterThan(documents.length / 2);
  expect(documents.length - head.length).toBeGreaterThan(20);
  expect(head.every(({ metadata }) => metadata.prose_share >= 0.8)).toBe(true);
});

test('the documents take no more than 3 MB of a checkout', async () => {
  let bytes = 0;
  for (const file of await documentFiles()) bytes += (await stat(join(examples, 'documents', file))).size;
  expect(bytes).toBeLessThanOrEqual(3_000_000);
});
