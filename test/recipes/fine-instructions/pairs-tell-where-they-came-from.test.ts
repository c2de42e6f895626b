import { expect, test } from 'vitest';
import { z } from 'zod';
import { SpanSchema } from '../../../schemas/recipes/fine-instructions/recipe.ts';
import { openFoundry } from '../../builds/foundry.ts';
import { documents, fineInstructions, rejectsOf, rowsOf, tableOf, unreconciled } from './sample-build.ts';

const shape = {
  id: z.string(),
  text: z.string(),
  document_id: z.string(),
  template: z.string(),
  query: z.string(),
  query_source: z.string(),
  chunk: z.int(),
  similarity: z.number(),
  instruction: z.string(),
  response: z.string(),
  excerpts: z.array(SpanSchema),
  instruction_excerpts: z.array(SpanSchema),
  excerpted_share: z.number(),
  score: z.int(),
};

test('every pair tells its query, template, chunk, document and excerpts, and no row is lost on the way', async () => {
  const foundry = await openFoundry({ latencyMs: 1 });
  const dataset = await foundry.build(fineInstructions(await documents(foundry, 0, 40)));
  expect(unreconciled(dataset)).toEqual([]);
  expect(dataset.rows).toBeGreaterThan(20);
  const pairs = await rowsOf(foundry, tableOf(dataset, 'cap-templates'), shape);
  expect(pairs).toHaveLength(dataset.rows);
  for (const pair of pairs) {
    expect(pair.id.startsWith(pair.document_id)).toBe(true);
    expect(pair.query_source).toMatch(/^(chat|forum|search)$/);
    expect(pair.template).toContain('<fi>');
    expect(pair.instruction).not.toContain('<fi>');
    expect(pair.chunk).toBeGreaterThanOrEqual(0);
    expect(pair.chunk).toBeLessThanOrEqual(5);
    expect(pair.similarity).toBeGreaterThanOrEqual(0.4);
    expect(pair.excerpted_share).toBeGreaterThanOrEqual(0.8);
    expect(pair.score).toBeGreaterThanOrEqual(4);
    const points = Array.from(pair.text);
    for (const { start, end } of pair.excerpts)
      expect(pair.response).toContain(points.slice(start, end).join(''));
    for (const { start, end } of pair.instruction_excerpts)
      expect(pair.instruction).toContain(points.slice(start, end).join(''));
  }
  const used = new Set(pairs.map(({ document_id, template }) => `${document_id} ${template}`));
  expect(used.size).toBe(pairs.length);

  const reasons = (stage: string) => dataset.tables.find(({ table }) => table.stage === stage)?.reasons;
  expect(reasons('moderate')).toEqual({ harmful: 2 });
  expect(reasons('decontaminate')).toEqual({ 'in a benchmark': 2 });
  const [hit] = await rejectsOf(foundry, tableOf(dataset, 'decontaminate'));
  expect(hit?.detail).toMatch(/% of its words are in made-up-quiz \(line \d\)/);
});
