import { z } from 'zod';
import type { Column } from '../../../schemas/table/column.ts';
import type { DuckDB } from '../../parquet/duckdb.ts';
import { identifier, literal, parquetFiles, parquetFormat } from '../../parquet/sql.ts';
import type { ImportBatches } from './import-batches.ts';

/**
 * Views of what was read: `kept`, the first row of each id in the order of the corpus, and `dropped`, the rejects with
 * a reject for every later row of the same id. Only ids and places are held for the choice; texts stay on disk.
 */
export async function createImport(
  db: DuckDB,
  batches: ImportBatches,
  columns: readonly Column[],
): Promise<void> {
  const names = columns.map(({ name }) => identifier(name)).join(', ');
  await db.run(`CREATE VIEW read AS SELECT * FROM ${parquetFiles(batches.rowPaths)}`);
  await db.run(
    'CREATE TABLE first AS SELECT id, min(place) AS place, arg_min(origin, place) AS origin FROM read GROUP BY id',
  );
  await db.run(`CREATE VIEW kept AS SELECT ${names} FROM read SEMI JOIN first USING (id, place)`);
  await db.run(`CREATE VIEW dropped AS
    SELECT id, stage, reason, detail, raw FROM ${parquetFiles(batches.rejectPaths)}
    UNION ALL
    SELECT read.origin, 'import', 'duplicate', 'same content as ' || first.origin, CAST(NULL AS VARCHAR)
    FROM read JOIN first USING (id) WHERE read.place <> first.place`);
}

/** Digest of the kept rows, whatever their order and files. */
export async function contentDigest(db: DuckDB, columns: readonly Column[]): Promise<string> {
  const row = columns
    .map(({ name }) => `coalesce(CAST(${identifier(name)} AS VARCHAR), '')`)
    .join(', chr(31), ');
  const [digest] = await db.rows(
    `SELECT CAST(coalesce(bit_xor(md5_number(concat(${row}))), 0) AS VARCHAR) AS digest FROM kept`,
    { digest: z.string() },
  );
  return digest?.digest ?? '';
}

/** Writes all rejects to a file, in no order (DuckDB cannot sort raw text beyond its memory); returns how many. */
export async function rejectsInto(db: DuckDB, path: string): Promise<number> {
  await db.run(`COPY (SELECT * FROM dropped) TO ${literal(path)} ${parquetFormat}`);
  const [count] = await db.rows('SELECT count(*) AS rows FROM dropped', { rows: z.int() });
  return count?.rows ?? 0;
}

export async function reasonCounts(db: DuckDB): Promise<Record<string, number>> {
  const counts = await db.rows(
    'SELECT reason, count(*) AS rows FROM dropped GROUP BY reason ORDER BY reason',
    {
      reason: z.string(),
      rows: z.int(),
    },
  );
  return Object.fromEntries(counts.map(({ reason, rows }) => [reason, rows]));
}
