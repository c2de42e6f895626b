import { columnsOf, type Column } from '../../schemas/column.ts';
import { RejectSchema, rejectShape, type Reject } from '../../schemas/table.ts';
import { shardKey, tableFolder } from '../../activities/engine/keys.ts';
import type { Store } from '../../activities/storage/store.ts';
import { readRows } from '../../activities/tables/read-rows.ts';
import type { Row } from '../../activities/tables/row.ts';
import { shardOf } from '../../activities/tables/shard-of.ts';
import type { KnownTable } from './find-tables.ts';

const rejectColumns = columnsOf(rejectShape);

/** The first rows of a table, shard by shard; those of finished shards while the table is being made. */
export function firstRows(store: Store, { ref, outline }: KnownTable, limit: number): Promise<Row[]> {
  return first(store, `${tableFolder(ref)}/shard-`, /\d\.parquet$/, outline.columns, limit);
}

export async function firstRejects(store: Store, { ref }: KnownTable, limit: number): Promise<Reject[]> {
  const rows = await first(store, `${tableFolder(ref)}/shard-`, /\.rejects\.parquet$/, rejectColumns, limit);
  return rows.map((row) => RejectSchema.parse(row));
}

/** What a table did with a row. */
export interface Stop {
  readonly table: KnownTable;
  readonly row: Row | undefined;
  readonly reject: Reject | undefined;
}

/**
 * A row's path through the tables, those that know it. Of a row that a stage made of another one (`ID-2`), that one's
 * path up to there comes first.
 */
export async function pathOf(store: Store, tables: readonly KnownTable[], id: string): Promise<Stop[]> {
  const parent = /^(.+)-\d+$/.exec(id)?.[1];
  const stops: Stop[] = [];
  let before = true;
  for (const table of tables) {
    const stop = await stopAt(store, table, id);
    before &&= stop === undefined;
    const shown = stop ?? (before && parent !== undefined ? await stopAt(store, table, parent) : undefined);
    if (shown !== undefined) stops.push(shown);
  }
  // No table knows the row itself.
  return before ? [] : stops;
}

async function stopAt(store: Store, table: KnownTable, id: string): Promise<Stop | undefined> {
  const { ref, outline } = table;
  const shard = shardOf(id, ref.shards);
  const row = (await rowsAt(store, shardKey(ref, shard, 'rows'), outline.columns)).find(
    (each) => each['id'] === id,
  );
  // Imports and set stages keep all their rejects beside the first shard.
  let reject: Reject | undefined;
  for (const index of new Set([shard, 0])) {
    const rejects = await rowsAt(store, shardKey(ref, index, 'rejects'), rejectColumns);
    reject ??= rejects.map((each) => RejectSchema.parse(each)).find((each) => each.id === id);
  }
  return row === undefined && reject === undefined ? undefined : { table, row, reject };
}

async function rowsAt(store: Store, key: string, columns: readonly Column[]): Promise<Row[]> {
  return (await store.has(key)) ? readRows(await store.fetch(key), columns) : [];
}

async function first(
  store: Store,
  prefix: string,
  names: RegExp,
  columns: readonly Column[],
  limit: number,
): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const { key } of store.list(prefix)) {
    if (rows.length >= limit) break;
    if (names.test(key)) rows.push(...(await readRows(await store.fetch(key), columns)));
  }
  return rows.slice(0, limit);
}
