import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openFoundry } from '../../builds/foundry.ts';
import { documents, fineInstructions, rowsOf, tableOf, unreconciled } from './sample-build.ts';

const documentShape = { id: z.string(), document_tokens: z.int() };
const shape = {
  id: z.string(),
  text: z.string(),
  document_id: z.string(),
  document_tokens: z.int(),
  template_id: z.string(),
  pair_tokens: z.int(),
};

test('neither the share of a template nor the tokens of the documents are exceeded where both bite', async () => {
  const foundry = await openFoundry({ latencyMs: 1, mistakes: 0, fiveShare: 1 });
  const whole = await documents(foundry, 0, 60);
  const short = (await readFile(whole, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => z.object({ id: z.string(), text: z.string() }).parse(JSON.parse(line)))
    .map(({ id, text }) => ({ id, text: text.slice(0, 600) }));
  const corpus = await foundry.writeLines('short.jsonl', short);
  const dataset = await foundry.build(
    fineInstructions(corpus, { match: { threshold: 0.3 }, share: { most: 0.04, atLeast: 1 } }),
  );
  expect(unreconciled(dataset)).toEqual([]);
  const stages = dataset.tables.map(({ table }) => table.stage);
  expect(stages.slice(-3)).toEqual(['cap-templates', 'fit-budget', 'cap-templates']);
  const fitted = dataset.tables.at(-2);
  expect(fitted?.counts.rejected).toBeGreaterThan(20);
  const pairs = await rowsOf(foundry, tableOf(dataset, 'cap-templates'), shape);
  const uses = new Map<string, number>();
  for (const { template_id } of pairs) uses.set(template_id, (uses.get(template_id) ?? 0) + 1);
  expect(Math.max(...uses.values()) / pairs.length).toBeLessThanOrEqual(0.04);

  // Documents in the order of their ids: what one leaves goes to those after it.
  const counted = await rowsOf(foundry, tableOf(dataset, 'count-document'), documentShape);
  const sizes = new Map(counted.map(({ id, document_tokens }) => [id, document_tokens]));
  let left = 0;
  for (const [document, tokens] of [...sizes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const mine = pairs.filter(({ document_id }) => document_id === document);
    left += tokens - mine.reduce((sum, { pair_tokens }) => sum + pair_tokens, 0);
    expect(left, document).toBeGreaterThanOrEqual(0);
  }
});
