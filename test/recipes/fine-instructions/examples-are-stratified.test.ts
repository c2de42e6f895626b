import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { stratifySet } from '../../../activities/recipes/common/stratify.ts';
import { withDuckDB } from '../../../activities/parquet/duckdb.ts';
import { openSets, type SetWorkshop } from '../../sets/set-workshop.ts';
import { drawFrom } from './draw.ts';
import { evenly } from './evenly.ts';

interface Drawing {
  /** Rows of each stratum, and rows of null of some. */
  readonly strata: readonly number[];
  readonly nulls?: readonly number[];
  readonly size: number;
  readonly share?: number;
  readonly seed?: number;
  readonly order?: string;
}

/** The stage opens nothing: what it is given to open with serves all drawings. */
let workshop: Promise<SetWorkshop> | undefined;

/** Ids that stay, by stratum, and how many rows each reason names. */
async function drawn({ strata, nulls = [], size, share = 0, seed = 7, order = 's, i' }: Drawing) {
  if (stratifySet.kind !== 'sql') throw new Error('stratify is SQL');
  const { resources } = await (workshop ??= openSets({ id: z.string() }, []));
  const { keep, why } = await stratifySet.choose({ size, nulls: share }, seed, resources);
  const scratchDir = await mkdtemp(join(tmpdir(), 'tunesmith-'));
  onTestFinished(() => rm(scratchDir, { recursive: true }));
  return withDuckDB({ memoryLimit: '200MB', scratchDir, threads: 1 }, async (db) => {
    const rows = (counts: readonly number[], isNull: boolean) =>
      `SELECT '${isNull ? 'n' : 'p'}' || s || '-' || i AS id, 's' || s AS stratum, ${isNull} AS is_null, s, i FROM
        (SELECT unnest([${counts.join()}]::INT[]) AS n, unnest(range(${counts.length})) AS s), LATERAL unnest(range(n)) AS r(i)`;
    await db.run(
      `CREATE TABLE input AS FROM (${rows(strata, false)} UNION ALL ${rows(nulls, true)}) ORDER BY ${order}`,
    );
    await db.run(`CREATE TABLE chosen AS ${keep}`);
    const ids = (await db.rows('SELECT id FROM chosen ORDER BY id', { id: z.string() })).map(({ id }) => id);
    const reasons = await db.rows(`SELECT reason, count(*) AS n FROM (${why ?? ''}) GROUP BY reason`, {
      reason: z.string(),
      n: z.int(),
    });
    const of = (prefix: string) => ids.filter((id) => id.startsWith(prefix)).length;
    return {
      ids,
      counts: strata.map((_, at) => of(`p${at}-`)),
      nulls: of('n'),
      reasons: Object.fromEntries(reasons.map(({ reason, n }) => [reason, n])),
    };
  });
}

test('every stratum gives its share, and small ones all that they have', async () => {
  const draw = drawFrom(3);
  for (let round = 0; round < 10; round += 1) {
    const strata = Array.from({ length: 1 + draw(30) }, () => 1 + draw(draw(3) === 0 ? 300 : 9));
    const all = strata.reduce((sum, count) => sum + count, 0);
    const size = 1 + draw(all + 20);
    const { counts } = await drawn({ strata, size });
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(Math.min(size, all));
    // What is left when all strata have had their turn goes to some of them, by the seed.
    const share = evenly(strata, size);
    counts.forEach((count, at) => {
      expect([share[at], Math.min((share[at] ?? 0) + 1, strata[at] ?? 0)]).toContain(count);
    });
  }
});

test.each([
  ['as many as wanted', { strata: [500, 500], nulls: [300], size: 200 }, { counts: [95, 95], nulls: 10 }],
  ['too few of null', { strata: [500, 500], nulls: [4], size: 200 }, { counts: [98, 98], nulls: 4 }],
  ['too few others', { strata: [30, 27], nulls: [200], size: 200 }, { counts: [30, 27], nulls: 3 }],
  ['none of null', { strata: [500], nulls: [], size: 200 }, { counts: [200], nulls: 0 }],
  ['null alone', { strata: [], nulls: [50], size: 200 }, { counts: [], nulls: 0 }],
])('about 5% are examples of null: %s', async (_, drawing, expected) => {
  const { counts, nulls, reasons } = await drawn({ ...drawing, share: 0.05 });
  expect({ counts, nulls }).toEqual(expected);
  const there = drawing.nulls.reduce((sum, count) => sum + count, 0);
  expect(reasons['enough examples of null'] ?? 0).toBe(there - nulls);
});

test('the seed alone draws', async () => {
  const drawing = { strata: [90, 40, 40, 3], nulls: [20, 20], size: 60, share: 0.1 };
  const { ids } = await drawn(drawing);
  expect((await drawn({ ...drawing, order: 'i DESC, s DESC' })).ids).toEqual(ids);
  expect((await drawn({ ...drawing, seed: 8 })).ids).not.toEqual(ids);
  // A larger draw has the smaller one's examples too, so that what was asked for them is not lost.
  expect((await drawn({ ...drawing, size: 80 })).ids).toEqual(expect.arrayContaining(ids));
});
