import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { identifier, literal, parquetFiles, passing } from '../../../../parquet/sql.ts';
import type { DuckDB } from '../../../../parquet/duckdb.ts';

/** What makes one version of a bank's table the next. */
export interface Changes {
  /** Parquet files with the templates that are new or have changed. */
  readonly files: readonly string[];
  readonly added: number;
  /** Ids of templates that are gone or have changed. */
  readonly gone: readonly string[];
}

/**
 * Compares two versions of a bank's table, by all that the index holds of a template.
 * @param folder for the files, empty
 */
export async function changesOf(
  db: DuckDB,
  before: readonly string[],
  after: readonly string[],
  folder: string,
): Promise<Changes> {
  const columns = ['template_id', 'template', 'complexity', 'query', 'query_source', 'embedding'];
  const known = (paths: readonly string[]) =>
    `SELECT template_id, hash(${columns.map(identifier).join(', ')}) AS content FROM ${parquetFiles(paths)}`;
  await db.run(`CREATE TABLE before AS ${known(before)}`);
  await db.run(`CREATE TABLE after AS ${known(after)}`);
  await db.run('CREATE TABLE added AS SELECT * FROM after ANTI JOIN before USING (template_id, content)');
  const gone = await db.rows('SELECT template_id FROM before ANTI JOIN after USING (template_id, content)', {
    template_id: z.string(),
  });
  const [count] = await db.rows('SELECT count(*) AS added FROM added', { added: z.int() });
  const added = count?.added ?? 0;
  // In files of a size that can be read at once.
  if (added > 0)
    await db.run(
      `COPY (SELECT * FROM ${parquetFiles(after)} SEMI JOIN added USING (template_id)) TO ${literal(folder)}
        (${passing.slice(1, -1)}, ROW_GROUP_SIZE 4096, FILE_SIZE_BYTES '32MB')`,
    );
  const files = added > 0 ? (await readdir(folder)).sort().map((name) => join(folder, name)) : [];
  return { files, added, gone: gone.map(({ template_id }) => template_id) };
}
