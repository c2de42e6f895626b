import { exitCodes } from '../exit-codes.ts';
import type { KnownTable } from '../../activities/versions/index.ts';
import { findTables, type FindOptions, type Found } from '../inspect/find-tables.ts';
import { firstRejects, firstRows, pathOf } from '../inspect/read-table.ts';
import { overview, pathLines, rejectLines, rowLines, type Look } from '../inspect/show.ts';
import { paletteFor } from '../text/palette.ts';
import { UserMistake } from '../user-mistake.ts';
import { closest } from '../../config/closest.ts';

export interface InspectOptions extends FindOptions {
  readonly stage?: string;
  readonly rejects?: boolean;
  readonly row?: string;
  readonly limit: number;
}

/** `tunesmith inspect NAME`: tables, rows, rejects with reasons, and a row's path through the stages. */
export async function inspect(name: string, options: InspectOptions): Promise<number> {
  const found = await findTables(name, options);
  const { json } = options;
  const look: Look = { width: process.stdout.columns || 100, palette: paletteFor(process.stdout) };
  const report = await reportOn(name, found, options, look);
  process.stdout.write(
    json === true ? `${JSON.stringify(report.data, null, 2)}\n` : `${report.lines.join('\n')}\n`,
  );
  return exitCodes.ok;
}

interface Report {
  readonly data: unknown;
  readonly lines: readonly string[];
}

async function reportOn(name: string, found: Found, options: InspectOptions, look: Look): Promise<Report> {
  const { row, stage, rejects, limit } = options;
  const { store, tables } = found;
  if (row !== undefined) {
    const stops = await pathOf(store, tables, row);
    if (stops.length === 0)
      throw new UserMistake(`no table of ${name} has a row ${row}; ids are those of the dataset's rows`);
    const data = stops.map(({ table, row: at, reject }) => ({ stage: table.ref.stage, row: at, reject }));
    return { data, lines: pathLines(row, stops, look) };
  }
  const chosen = stage === undefined ? undefined : stageNamed(name, tables, stage);
  if (rejects === true) {
    const of = chosen === undefined ? tables : [chosen];
    const all = (await Promise.all(of.map((table) => firstRejects(store, table, limit)))).flat();
    return { data: all, lines: all.length === 0 ? ['nothing was rejected'] : rejectLines(all, look) };
  }
  if (chosen !== undefined) {
    const rows = await firstRows(store, chosen, limit);
    return { data: rows, lines: rows.length === 0 ? ['no rows'] : rowLines(rows, look) };
  }
  const data = {
    name,
    version: found.dataset?.version,
    rows: found.dataset?.rows,
    standIn: found.dataset?.standIn,
    tables: tables.map(({ ref, counts, reasons, complete }) => ({ ...ref, counts, reasons, complete })),
  };
  const hints = look.palette.dim(`more: --stage NAME, --rejects, --row ID, --limit N, --json`);
  return { data, lines: [...overview(name, found, look), '', hints] };
}

function stageNamed(name: string, tables: readonly KnownTable[], stage: string): KnownTable {
  // A stage may have run twice; its last table is what the dataset was made from.
  const table = tables.findLast(({ ref }) => ref.stage === stage);
  if (table !== undefined) return table;
  const names = tables.map(({ ref }) => ref.stage);
  const near = closest(stage, names);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  throw new UserMistake(`${name} has no stage ${stage}, only ${names.join(', ')}${hint}`);
}
