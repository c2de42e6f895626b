import type { DuckDBConnection } from '@duckdb/node-api';
import type { Column } from '../../schemas/table/column.ts';
import { queryRows } from './read-rows.ts';
import type { Row } from './row.ts';
import { identifier, literal, parquetFiles, placedParquetFiles } from './sql.ts';

/** Files of an earlier table that may hold the outcome of a shard's rows. */
export interface EarlierFiles {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly rejects: readonly string[];
  /** True when a row gave several: these have the ids `id`, `id-1`, `id-2`. */
  readonly expanded: boolean;
}

/** Column that tells where a row stands in its shard. No table has one of this name. */
export const place: Column = { name: '_place', type: 'BIGINT', nullable: false, json: false };

/**
 * Makes the views `input`, `before`, `made` and `dropped` of a shard and of what an earlier build made of its rows;
 * `made` has the id of the row that it was made of as `_of`.
 */
export async function createViews(
  connection: DuckDBConnection,
  input: string,
  columns: readonly Column[],
  earlier: EarlierFiles,
): Promise<void> {
  const names = columns.map(({ name }) => identifier(name)).join(', ');
  const view = (name: string, query: string) => connection.run(`CREATE TEMP VIEW ${name} AS ${query}`);
  await view('input', `SELECT ${names}, file_row_number AS _place FROM ${placedParquetFiles([input])}`);
  await view('before', `SELECT ${names} FROM ${parquetFiles(earlier.inputs)}`);
  const of = earlier.expanded
    ? `CASE WHEN id IN (SELECT id FROM before) THEN id ELSE ${parentOf('id')} END`
    : 'id';
  await view(
    'made',
    `SELECT *, ${of} AS _of FROM (SELECT * RENAME (file_row_number AS _part) FROM ${placedParquetFiles(earlier.outputs)})`,
  );
  const none = 'SELECT NULL::VARCHAR AS id, NULL::VARCHAR AS reason WHERE false';
  await view('dropped', earlier.rejects.length === 0 ? none : `FROM ${parquetFiles(earlier.rejects)}`);
}

/**
 * Rows of the shard that must run, with their places: those that are not in the earlier input with the same bytes in
 * every column, or that were dropped there for a reason in `again`. Also those whose id does not say what became of
 * them: an id that occurs twice, or reads like a part of another row.
 */
export async function changedRows(
  connection: DuckDBConnection,
  columns: readonly Column[],
  earlier: EarlierFiles,
  again: readonly string[],
): Promise<Row[]> {
  const twice = (view: string) => `SELECT id FROM ${view} GROUP BY id HAVING count(*) > 1`;
  const doubtful = [twice('before'), twice('input')];
  if (earlier.expanded) {
    const parts = `SELECT id, ${parentOf('id')} AS parent FROM before WHERE ${isPart('id')}`;
    doubtful.push(
      `SELECT parent FROM (${parts}) WHERE parent IN (SELECT id FROM before)`,
      `SELECT id FROM (${parts}) WHERE parent IN (SELECT id FROM before)`,
    );
  }
  const reasons = again.map((reason) => literal(reason)).join(', ');
  const settled = `SELECT _of AS id FROM made UNION SELECT id FROM dropped WHERE reason NOT IN (${reasons})`;
  const same = columns
    .map(({ name }) => `input.${identifier(name)} IS NOT DISTINCT FROM before.${identifier(name)}`)
    .join(' AND ');
  const unchanged = `SELECT input._place FROM input JOIN before ON ${same}
    WHERE input.id IN (${settled}) AND input.id NOT IN (${doubtful.join(' UNION ')})`;
  const rows = await queryRows(connection, `SELECT * FROM input WHERE _place NOT IN (${unchanged})`, [
    ...columns,
    place,
  ]);
  return rows.sort((a, b) => placeOf(a) - placeOf(b));
}

export function placeOf(row: Row): number {
  return Number(row[place.name]);
}

function isPart(id: string): string {
  return `regexp_matches(${id}, '-[0-9]+$')`;
}

function parentOf(id: string): string {
  return `regexp_replace(${id}, '-[0-9]+$', '')`;
}
