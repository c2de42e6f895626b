import { z } from 'zod';
import type { RowDiff } from '../../../schemas/dataset/diff.ts';
import type { DatasetColumn } from '../../../schemas/dataset/manifest.ts';
import type { DuckDB } from '../../parquet/duckdb.ts';
import { identifier, literal, parquetFiles } from '../../parquet/sql.ts';

/** Rows of a kind of change that are named. */
const named = 20;

/** The Parquet files of a version, here. */
export interface VersionRows {
  readonly paths: readonly string[];
  readonly columns: readonly Pick<DatasetColumn, 'name' | 'type'>[];
}

const Ids = z.array(z.string());

/**
 * Compares rows by id. The texts are read once and only their hashes are joined, so that what must be held is some bytes a
 * cell; DuckDB spills what does not fit.
 */
export async function compareRows(db: DuckDB, before: VersionRows, after: VersionRows): Promise<RowDiff> {
  const names = (rows: VersionRows): string[] => rows.columns.map(({ name }) => name);
  const common = before.columns.filter(({ name }) => name !== 'id' && names(after).includes(name));
  const typeAfter = new Map(after.columns.map(({ name, type }) => [name, type]));
  const hashes = common.map(({ name, type }, at) => {
    // Hashes of equal numbers of two types need not be equal.
    const cell = typeAfter.get(name) === type ? identifier(name) : `${identifier(name)}::VARCHAR`;
    return `hash(${cell}) AS h${at}`;
  });
  const hashed = (rows: VersionRows): string =>
    `SELECT ${['id', ...hashes].join(', ')} FROM ${parquetFiles(rows.paths)}`;
  await db.run(`CREATE OR REPLACE TEMP TABLE rows_before AS ${hashed(before)}`);
  await db.run(`CREATE OR REPLACE TEMP TABLE rows_after AS ${hashed(after)}`);
  const differs = common.map((_, at) => `b.h${at} <> a.h${at}`);
  await db.run(
    `CREATE OR REPLACE TEMP TABLE row_changes AS
    SELECT coalesce(b.id, a.id) AS id, b.id IS NULL AS added, a.id IS NULL AS removed
      ${differs.map((each, at) => `, coalesce(${each}, false) AS c${at}`).join('')}
    FROM rows_before b FULL JOIN rows_after a ON b.id = a.id
    WHERE b.id IS NULL OR a.id IS NULL ${differs.map((each) => ` OR ${each}`).join('')}`,
  );
  for (const table of ['rows_before']) await db.run(`DROP TABLE ${table}`);
  const [counts] = await db.rows(
    `SELECT count(*) FILTER (added) AS added, count(*) FILTER (removed) AS removed,
      count(*) FILTER (NOT added AND NOT removed) AS changed,
      (SELECT count(*) FROM rows_after) AS after FROM row_changes`,
    { added: z.int(), removed: z.int(), changed: z.int(), after: z.int() },
  );
  const { added = 0, removed = 0, changed = 0, after: rows = 0 } = counts ?? {};
  const columns: RowDiff['columns'] = [];
  for (const [at, { name }] of common.entries()) {
    const [found] = await db.rows(`SELECT count(*) AS rows FROM row_changes WHERE c${at}`, { rows: z.int() });
    if (found !== undefined && found.rows > 0) columns.push({ column: name, rows: found.rows });
  }
  const first = async (which: string): Promise<string[]> => {
    const found = await db.rows(`SELECT id FROM row_changes WHERE ${which} ORDER BY id LIMIT ${named}`, {
      id: z.string(),
    });
    return Ids.parse(found.map(({ id }) => id));
  };
  const both = await first('NOT added AND NOT removed');
  return {
    added,
    removed,
    changed,
    same: rows - added - changed,
    columns: columns.sort((a, b) => b.rows - a.rows),
    columnsAdded: names(after).filter((name) => !names(before).includes(name)),
    columnsRemoved: names(before).filter((name) => !names(after).includes(name)),
    examples: {
      added: await first('added'),
      removed: await first('removed'),
      changed: await changesOf(db, both, common),
    },
  };
}

async function changesOf(
  db: DuckDB,
  ids: readonly string[],
  common: readonly Pick<DatasetColumn, 'name'>[],
): Promise<RowDiff['examples']['changed']> {
  if (ids.length === 0) return [];
  const flags = common.map((_, at) => `c${at}::INT::VARCHAR`).join(' || ') || "''";
  const found = await db.rows(
    `SELECT id, ${flags} AS flags FROM row_changes WHERE id IN (${ids.map(literal).join(', ')}) ORDER BY id`,
    { id: z.string(), flags: z.string() },
  );
  return found.map(({ id, flags: set }) => ({
    id,
    columns: common.flatMap(({ name }, at) => (set.charAt(at) === '1' ? [name] : [])),
  }));
}
