import { columnsOf, type Column } from '../../schemas/table/column.ts';
import { RejectSchema, rejectShape, type Reject } from '../../schemas/table/table.ts';
import { fileKey } from '../../activities/engine/tables/keys.ts';
import type { Store } from '../../activities/storage/store.ts';
import { readRows } from '../../activities/parquet/read-rows.ts';
import type { Row } from '../../activities/parquet/row.ts';
import { shardOf } from '../../activities/parquet/shard-of.ts';
import { rejectKeys, type KnownTable } from '../../activities/versions/index.ts';

const rejectColumns = columnsOf(rejectShape);

/** The first rows of a table, shard by shard; those of finished shards while the table is being made. */
export function firstRows(store: Store, { ref, outline, shards }: KnownTable, limit: number): Promise<Row[]> {
  const keys = shards.map(({ rows }) => fileKey(ref, rows));
  return first(store, keys, outline.columns, limit);
}

export async function firstRejects(store: Store, table: KnownTable, limit: number): Promise<Reject[]> {
  const rows = await first(store, rejectKeys(table), rejectColumns, limit);
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
  const { ref, outline, shards } = table;
  const shard = shardOf(id, ref.shards);
  const mine = shards.find(({ index }) => index === shard);
  const keys = mine === undefined ? [] : [fileKey(ref, mine.rows)];
  const row = (await rowsAt(store, keys, outline.columns)).find((each) => each['id'] === id);
  // Imports and set stages keep all their rejects together.
  const rejects = [
    ...(mine?.rejects === undefined ? [] : [fileKey(ref, mine.rejects)]),
    ...rejectKeys({ ...table, shards: shards.filter(({ index }) => index === 0) }),
  ];
  const found = await rowsAt(store, [...new Set(rejects)], rejectColumns);
  const reject = found.map((each) => RejectSchema.parse(each)).find((each) => each.id === id);
  return row === undefined && reject === undefined ? undefined : { table, row, reject };
}

async function rowsAt(store: Store, keys: readonly string[], columns: readonly Column[]): Promise<Row[]> {
  const rows = await Promise.all(
    keys.map(async (key) => ((await store.has(key)) ? readRows(await store.fetch(key), columns) : [])),
  );
  return rows.flat();
}

async function first(
  store: Store,
  keys: readonly string[],
  columns: readonly Column[],
  limit: number,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const key of keys) {
    if (rows.length >= limit) break;
    rows.push(...(await rowsAt(store, [key], columns)));
  }
  return rows.slice(0, limit);
}
