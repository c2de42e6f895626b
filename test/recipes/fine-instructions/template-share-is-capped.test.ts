import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { capTemplateShareSql } from '../../../activities/recipes/fine-instructions/matching/cap-template-share.ts';
import { withDuckDB } from '../../../activities/parquet/duckdb.ts';
import { drawFrom } from './draw.ts';

/** Rows that stay of each template, most first. */
async function capped(
  counts: readonly number[],
  share: number,
  atLeast = 1,
  order = 'i, t',
): Promise<string[]> {
  const scratchDir = await mkdtemp(join(tmpdir(), 'tunesmith-'));
  onTestFinished(() => rm(scratchDir, { recursive: true }));
  return withDuckDB({ memoryLimit: '200MB', scratchDir, threads: 1 }, async (db) => {
    await db.run(`CREATE TABLE input AS SELECT 't' || t || '-' || i AS id, 't' || t AS template_id FROM
      (SELECT unnest([${counts.join()}]) AS n, unnest(range(${counts.length})) AS t), LATERAL unnest(range(n)) AS r(i)
      ORDER BY ${order}`);
    const rows = await db.rows(capTemplateShareSql({ share, atLeast }, 7), { id: z.string() });
    return rows.map(({ id }) => id).sort();
  });
}

/** The largest limit that is within the share of what it leaves. */
function limitOf(counts: readonly number[], share: number): number {
  const left = (limit: number) => counts.reduce((sum, count) => sum + Math.min(count, limit), 0);
  let limit = Math.max(...counts);
  while (limit > 0 && limit > share * left(limit) + 1e-9) limit -= 1;
  return limit;
}

test('no template has more than its share of what stays', async () => {
  const draw = drawFrom(9);
  for (let round = 0; round < 12; round += 1) {
    const counts = Array.from({ length: 5 + draw(60) }, () => 1 + draw(draw(4) === 0 ? 200 : 8));
    const share = [0.02, 0.05, 0.1, 0.4][draw(4)] ?? 0.1;
    const limit = Math.max(1, limitOf(counts, share));
    const expected = counts.reduce((sum, count) => sum + Math.min(count, limit), 0);
    expect(await capped(counts, share), `${counts.join()} at ${share}`).toHaveLength(expected);
  }
});

test('what is below the share stays whole', async () => {
  expect(await capped([3, 3, 3, 3], 0.25)).toHaveLength(12);
  expect(await capped([], 0.25)).toEqual([]);
});

test('a small dataset keeps some rows of each template', async () => {
  expect(await capped([100, 1, 1], 0.0009, 20)).toHaveLength(22);
});

test('the same rows stay whatever their order', async () => {
  const forth = await capped([40, 30, 5, 5, 5, 5], 0.2);
  expect(await capped([40, 30, 5, 5, 5, 5], 0.2, 1, 'i DESC, t DESC')).toEqual(forth);
  // 20 rows of small templates; limit l <= 0.2 (20 + 2 l) gives 6.
  expect(forth.filter((id) => id.startsWith('t0'))).toHaveLength(6);
  // Drawn, not the first.
  expect(forth.filter((id) => id.startsWith('t0'))).not.toEqual(
    Array.from({ length: 6 }, (_, at) => `t0-${at}`),
  );
});
