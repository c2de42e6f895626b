import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { formatPair } from '../../activities/stages/fine-instructions/format-pair.ts';
import {
  budgetRowsSql,
  keepWithinBudget,
  type BudgetRow,
} from '../../activities/stages/fine-instructions/token-budget.ts';
import { withDuckDB } from '../../activities/tables/duckdb.ts';
import { drawFrom } from './draw.ts';

const rowsOf = (document: string, tokens: number, pairs: readonly number[]): BudgetRow[] =>
  pairs.length === 0
    ? [{ document_id: document, document_tokens: tokens, id: null, tokens: null }]
    : pairs.map((each, at) => ({
        document_id: document,
        document_tokens: tokens,
        id: `${document}${at}`,
        tokens: each,
      }));

async function kept(rows: readonly BudgetRow[]): Promise<string[]> {
  const ids: string[] = [];
  for await (const id of keepWithinBudget(rows)) ids.push(id);
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

test('so do the tokens of a document without pairs', async () => {
  expect(await kept([...rowsOf('a', 100, []), ...rowsOf('b', 1, [101])])).toEqual(['b0']);
});

test('at no point have the pairs more tokens than the documents so far, and little is left', async () => {
  const draw = drawFrom(13);
  let documents = 0;
  let pairs = 0;
  const tokens = new Map<string, number>();
  function* rows(): Generator<BudgetRow> {
    for (let document = 0; document < 20_000; document += 1) {
      const size = 50 + draw(500);
      documents += size;
      const drawn = Array.from({ length: draw(7) }, () => 20 + draw(300));
      for (const row of rowsOf(`d${document}-`, size, drawn)) {
        tokens.set(row.id ?? '', row.tokens ?? 0);
        yield row;
      }
    }
  }
  let broken = 0;
  for await (const pair of keepWithinBudget(rows())) {
    pairs += tokens.get(pair) ?? 0;
    if (pairs > documents) broken += 1;
  }
  expect(broken).toBe(0);
  expect(pairs).toBeGreaterThan(0.999 * documents);
});

test('the order is drawn in SQL, by the seed alone', async () => {
  const scratchDir = await mkdtemp(join(tmpdir(), 'tunesmith-'));
  onTestFinished(() => rm(scratchDir, { recursive: true }));
  const ordered = (order: string, seed: number) =>
    withDuckDB({ memoryLimit: '200MB', scratchDir, threads: 1 }, async (db) => {
      await db.run(
        `CREATE TABLE documents AS SELECT 'd' || i AS id, 100 AS tokens FROM range(5) AS r(i) ORDER BY ${order}`,
      );
      await db.run(`CREATE TABLE pairs AS SELECT 'd' || i % 4 || '-' || i AS id, 'd' || i % 4 AS document_id, 10 AS tokens
        FROM range(24) AS r(i) ORDER BY ${order}`);
      return db.rows(budgetRowsSql(seed), {
        document_id: z.string(),
        document_tokens: z.int(),
        id: z.string().nullable(),
        tokens: z.int().nullable(),
      });
    });
  const rows = await ordered('i', 1);
  expect(await ordered('i DESC', 1)).toEqual(rows);
  expect(rows).toHaveLength(25);
  expect(rows.map(({ document_id }) => document_id)).toEqual(
    rows.map(({ document_id }) => document_id).sort(),
  );
  expect(rows.at(-1)).toEqual({ document_id: 'd4', document_tokens: 100, id: null, tokens: null });
  expect((await ordered('i', 2)).map(({ id }) => id)).not.toEqual(rows.map(({ id }) => id));
});

test('a pair counts with its format', () => {
  expect(formatPair('What?', 'That.')).toBe('Instruction: What?\n\nAnswer: That.');
});
