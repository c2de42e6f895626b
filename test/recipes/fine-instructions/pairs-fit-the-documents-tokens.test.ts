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

test('a document without a pair gives its tokens to those that follow, and to none before it', async () => {
  const none = (document: string, tokens: number): BudgetRow => ({
    document_id: document,
    document_tokens: tokens,
    id: null,
    tokens: null,
  });
  const rows = [...rowsOf('a', 10, [11]), none('b', 5), ...rowsOf('c', 10, [26, 25]), none('d', 100)];
  expect(await kept(rows)).toEqual(['c1']);
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
        tokens.set(String(row.id), row.tokens ?? 0);
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

const documentShape = { id: z.string(), document_tokens: z.int() };
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
  const documents = Array.from({ length: 40 }, (_, at) => ({ id: `d${at}`, document_tokens: 30 }));
  const fitted = async (shards: number) =>
    (await openSets(shape, pairs, { shards })).run(fitBudgetSet, {}, shape, undefined, {
      documents: { shape: documentShape, rows: documents },
    });
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

test('all documents of the corpus have a budget, also those whose pairs were dropped before', async () => {
  const pairs = [
    { id: 'b-0', document_id: 'b', document_tokens: 10, pair_tokens: 40 },
    { id: 'd-0', document_id: 'd', document_tokens: 10, pair_tokens: 21 },
  ];
  const documents = ['a', 'b', 'c', 'd'].map((id) => ({ id, document_tokens: id === 'a' ? 30 : 10 }));
  const sets = await openSets(shape, pairs);
  const { rows, rejects } = await sets.run(fitBudgetSet, {}, shape, undefined, {
    documents: { shape: documentShape, rows: documents },
  });
  expect(rows.map(({ id }) => id)).toEqual(['b-0']);
  expect(rejects).toMatchObject([{ id: 'd-0', detail: '20 tokens were left' }]);
  // Other documents beside the same pairs are another table.
  const fewer = await sets.run(fitBudgetSet, {}, shape, undefined, {
    documents: { shape: documentShape, rows: documents.slice(1) },
  });
  expect(fewer.rows.map(({ id }) => id)).toEqual(['d-0']);
});

test('a pair counts with its format', () => {
  expect(formatPair('What?', 'That.')).toBe('Instruction: What?\n\nAnswer: That.');
});
