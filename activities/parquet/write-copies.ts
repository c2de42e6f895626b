import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { columnsOf, type Column } from '../../schemas/table/column.ts';
import { rejectShape, type Reject } from '../../schemas/table/table.ts';
import { queryTyped } from './read-rows.ts';
import type { Row } from './row.ts';
import { identifier } from './sql.ts';
import { place } from './unchanged-rows.ts';
import { copyInto, createRows } from './write-rows.ts';

/** What became of one row that ran. */
export interface Outcome {
  readonly place: number;
  readonly rows: readonly Row[];
  readonly reject?: Reject;
}

/** Rows whose outcome was copied, what it was, and the file that holds it with that of the rows that ran. */
export interface Copied {
  readonly rows: number;
  readonly out: number;
  /** Rows that gave at least one. */
  readonly giving: number;
  readonly reasons: Readonly<Record<string, number>>;
}

const rejectColumns = columnsOf(rejectShape);
const part: Column = { ...place, name: '_part' };

/**
 * Writes a shard: the outcome of the rows that ran, and of the others what the views hold (`createViews`), in the order
 * of the input. Nothing of a row that did not run passes through JavaScript.
 */
export async function writeCopies(
  connection: DuckDBConnection,
  columns: readonly Column[],
  ran: readonly Outcome[],
  paths: { readonly rows: string; readonly rejects: string },
): Promise<Copied> {
  const places = ran.map((each) => ({ _place: each.place }));
  await createRows(connection, 'ran', [place], places);
  await createRows(
    connection,
    'fresh',
    [...columns, place, part],
    ran.flatMap(({ place: _place, rows }) => rows.map((row, _part) => ({ ...row, _place, _part }))),
  );
  await connection.run(
    'CREATE TEMP TABLE copied AS SELECT id, _place FROM input WHERE _place NOT IN (SELECT _place FROM ran)',
  );
  await copyInto(
    connection,
    `(SELECT ${namesOf(columns)} FROM (
      SELECT ${namesOf([...columns, place, part])} FROM fresh UNION ALL
      SELECT ${namesOf(columns, 'made')}, copied._place, made._part FROM made JOIN copied ON copied.id = made._of
    ) ORDER BY _place, _part)`,
    paths.rows,
  );
  const reasons = await writeRejects(connection, ran, paths.rejects);
  const [counts] = await queryTyped(
    connection,
    `SELECT (SELECT count(*) FROM copied) AS rows, count(*) AS out, count(DISTINCT _of) AS giving
     FROM made WHERE _of IN (SELECT id FROM copied)`,
    { rows: z.int(), out: z.int(), giving: z.int() },
  );
  return { ...(counts ?? { rows: 0, out: 0, giving: 0 }), reasons };
}

/** Writes the rejects' file if there are any; returns the reasons of those that were copied. */
async function writeRejects(
  connection: DuckDBConnection,
  ran: readonly Outcome[],
  path: string,
): Promise<Record<string, number>> {
  const fresh = ran.flatMap(({ reject, place: _place }) =>
    reject === undefined ? [] : [{ ...reject, _place }],
  );
  const reasons = await queryTyped(
    connection,
    'SELECT reason, count(*) AS rows FROM dropped SEMI JOIN copied USING (id) GROUP BY reason ORDER BY reason',
    { reason: z.string(), rows: z.int() },
  );
  if (fresh.length > 0 || reasons.length > 0) {
    await createRows(connection, 'fresh_rejects', [...rejectColumns, place], fresh);
    const names = namesOf(rejectColumns);
    const copies = `SELECT ${namesOf(rejectColumns, 'dropped')}, _place FROM dropped JOIN copied USING (id)`;
    await copyInto(
      connection,
      `(SELECT ${names} FROM (FROM fresh_rejects ${reasons.length === 0 ? '' : `UNION ALL ${copies}`}) ORDER BY _place)`,
      path,
    );
  }
  return Object.fromEntries(reasons.map(({ reason, rows }) => [reason, rows]));
}

function namesOf(columns: readonly Column[], of?: string): string {
  return columns.map(({ name }) => `${of === undefined ? '' : `${of}.`}${identifier(name)}`).join(', ');
}
