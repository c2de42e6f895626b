import { expect, test } from 'vitest';
import { z } from 'zod';
import { formatPair } from '../../../activities/recipes/fine-instructions/format-pair.ts';
import { fitBudgetSet } from '../../../activities/recipes/fine-instructions/sets.ts';
import {
  budgetVerdicts,
  type BudgetRow,
} from '../../../activities/recipes/fine-instructions/token-budget.ts';
import { openSets } from '../../sets/set-workshop.ts';
import { drawFrom } from './draw.ts';

const rowsOf = (document: string, tokens: number, pairs: readonly number[]): BudgetRow[] =>
  pairs.map((each, at) => ({
    document_id: document,
    document_tokens: tokens,
    id: `${document}${at}`,
    tokens: each,
  }));

async function* keptOf(rows: Iterable<BudgetRow>): AsyncGenerator<string> {
  for await (const { id, kept } of budgetVerdicts(rows)) if (kept) yield id;
}

async function kept(rows: Iterable<BudgetRow>): Promise<string[]> {
  const ids: string[] = [];
  for await (const id of keptOf(rows)) ids.push(id);
  return ids;
}

test('pairs are kept in their order while they fit', async () => {
  expect(await kept(rowsOf('a', 100, [60, 50, 40]))).toEqual(['a0', 'a2']);
  expect(await kept(rowsOf('a', 100, [101]))).toEqual([]);
});

test('what remains goes to the documents that follow', async () => {
  const rows = [...rowsOf('a', 100, [70]), ...rowsOf('b', 10, [41, 40]), ...rowsOf('c', 10, [11])];
  expect(await kept(rows)).toEqual(['a0', 'b1']);
});

test('at no point have the pairs more tokens than the documents so far, and little is left', async () => {
  const draw = drawFrom(13);
  let documents = 0;
  let pairs = 0;
  const tokens = new Map<string, number>();
  function* rows(): Generator<BudgetRow> {
    for (let document = 0; document < 20_000; document += 1) {
      const size = 50 + draw(500);
      const drawn = Array.from({ length: draw(7) }, () => 20 + draw(300));
      if (drawn.length > 0) documents += size;
      for (const row of rowsOf(`d${document}-`, size, drawn)) {
        tokens.set(row.id, row.tokens);
        yield row;
      }
    }
  }
  let broken = 0;
  for await (const pair of keptOf(rows())) {
    pairs += tokens.get(pair) ?? 0;
    if (pairs > documents) broken += 1;
  }
  expect(broken).toBe(0);
  expect(pairs).toBeGreaterThan(0.999 * documents);
});

const shape = {
  id: z.string(),
  document_id: z.string(),
  document_tokens: z.int(),
  pair_tokens: z.int(),
};

test('documents come in the order of their ids, and of a document pairs drawn by their ids and the seed', async () => {
  const pairs = Array.from({ length: 240 }, (_, at) => ({
    id: `d${at % 40}-${at}`,
    document_id: `d${at % 40}`,
    document_tokens: 30,
    pair_tokens: 10,
  }));
  const fitted = async (shards: number) =>
    (await openSets(shape, pairs, { shards })).run(fitBudgetSet, {}, shape);
  const { rows, rejects } = await fitted(4);
  // Three of six fit, whichever are drawn; nothing is left for the next document.
  const perDocument = new Map<string, number[]>();
  for (const { document_id, id } of rows)
    perDocument.set(document_id, [...(perDocument.get(document_id) ?? []), Number(id.split('-')[1])]);
  expect([...perDocument.values()].map((each) => each.length)).toEqual(Array.from({ length: 40 }, () => 3));
  // Drawn: not everywhere the first.
  const places = new Set([...perDocument.values()].flat().map((at) => Math.floor(at / 40)));
  expect(places.size).toBe(6);
  expect(rejects[0]).toMatchObject({ reason: 'over the token budget', detail: '0 tokens were left' });
  expect((await fitted(1)).rows).toEqual(rows);
});

test('a pair counts with its format', () => {
  expect(formatPair('What?', 'That.')).toBe('Instruction: What?\n\nAnswer: That.');
});
