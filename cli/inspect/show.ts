import { nameOnTerminal } from '../../activities/show-invisible.ts';
import type { Reject } from '../../schemas/table/table.ts';
import type { Row } from '../../activities/parquet/row.ts';
import { standInNote } from '../stand-in-note.ts';
import { exact, share } from '../text/amounts.ts';
import { tableLines } from '../text/columns.ts';
import { oneLine } from '../text/one-line.ts';
import type { Palette } from '../text/palette.ts';
import { cut } from '../text/width.ts';
import type { KnownTable } from '../../activities/versions/index.ts';
import type { Found } from './find-tables.ts';
import type { Stop } from './read-table.ts';

export interface Look {
  readonly width: number;
  readonly palette: Palette;
}

const reasonsShown = 4;

/** The dataset and its tables, with the commonest reasons of what was rejected. */
export function overview(
  name: string,
  { dataset, tables, store }: Found,
  { width, palette }: Look,
): string[] {
  const title =
    dataset === undefined
      ? `${palette.bold(nameOnTerminal(name))}: tables of its newest build (not published)`
      : `${palette.bold(nameOnTerminal(name))} version ${dataset.version}: ${exact(dataset.rows)} rows in ${nameOnTerminal(store.locate(`datasets/${name}/v${dataset.version}`))}`;
  const numbers = (header: string, of: (table: KnownTable) => number) => ({
    header,
    cells: tables.map((table) => exact(of(table))),
    align: 'right' as const,
  });
  const columns = [
    {
      header: 'stage',
      cells: tables.map(({ ref, complete }) => (complete ? ref.stage : `${ref.stage} (so far)`)),
    },
    numbers('in', ({ counts }) => counts.in),
    numbers('out', ({ counts }) => counts.out),
    numbers('rejected', ({ counts }) => counts.rejected),
    {
      header: 'yield',
      cells: tables.map(({ counts }) => share(counts.out, counts.in)),
      align: 'right' as const,
      keep: 2,
    },
    { header: 'rejected because', cells: tables.map(reasonsOf), keep: 1 },
  ];
  const natural = tableLines(columns, Infinity, (text) => text);
  return [
    title,
    ...(dataset?.standIn === true ? [palette.yellow(standInNote)] : []),
    '',
    ...(Math.max(...natural.map((line) => line.trimEnd().length)) <= width
      ? tableLines(columns, Infinity, palette.dim).map((line) => line.trimEnd())
      : withReasonsBelow(tables, tableLines(columns.slice(0, -1), width, palette.dim), width)),
  ];
}

/** On a narrow terminal a table's reasons stand on a line of their own. */
function withReasonsBelow(tables: readonly KnownTable[], lines: readonly string[], width: number): string[] {
  return lines.flatMap((line, row) => {
    const table = row === 0 ? undefined : tables[row - 1];
    const reasons = table === undefined ? '' : reasonsOf(table);
    return reasons === '' ? [line] : [line, cut(`    ${reasons}`, width)];
  });
}

function reasonsOf({ reasons: counted }: KnownTable): string {
  const reasons = Object.entries(counted).sort(([, a], [, b]) => b - a);
  const more = reasons.length > reasonsShown ? [`${reasons.length - reasonsShown} more`] : [];
  return nameOnTerminal(
    [...reasons.slice(0, reasonsShown).map(([reason, count]) => `${reason} ${exact(count)}`), ...more].join(
      ', ',
    ),
  );
}

/** Rows one below the other, each column cut to the terminal. */
export function rowLines(rows: readonly Row[], { width, palette }: Look): string[] {
  return rows.flatMap((row) => [...fieldLines(Object.entries(row), width, palette), '']).slice(0, -1);
}

export function rejectLines(rejects: readonly Reject[], { width, palette }: Look): string[] {
  return rejects.flatMap(({ id, stage, reason, detail, raw }) => [
    `${palette.bold(nameOnTerminal(id))} ${palette.yellow(nameOnTerminal(reason))} at ${nameOnTerminal(stage)}`,
    ...fieldLines(
      [
        ['detail', detail],
        ['raw', raw],
      ].filter(([, value]) => value !== null),
      width,
      palette,
    ),
  ]);
}

/** The path of a row: what each stage made of it. */
export function pathLines(id: string, stops: readonly Stop[], { width, palette }: Look): string[] {
  const lines = [palette.bold(nameOnTerminal(id))];
  let before: Row = {};
  for (const { table, row, reject } of stops) {
    const { stage, shards } = table.ref;
    const model = table.outline.model === undefined ? '' : `, asked ${nameOnTerminal(table.outline.model)}`;
    if (reject !== undefined) {
      lines.push(
        `${palette.red('✘')} ${stage}: rejected, ${palette.yellow(nameOnTerminal(reject.reason))}${model}`,
      );
      lines.push(
        ...fieldLines(
          [
            ['detail', reject.detail],
            ['raw', reject.raw],
          ].filter(([, value]) => value !== null),
          width,
          palette,
        ),
      );
    }
    if (row === undefined) continue;
    lines.push(`${palette.green('✔')} ${stage}: kept (${shards} shard${shards === 1 ? '' : 's'})${model}`);
    const added = Object.entries(row).filter(
      ([name, value]) => JSON.stringify(before[name]) !== JSON.stringify(value),
    );
    lines.push(...fieldLines(added, width, palette));
    before = row;
  }
  return lines;
}

function fieldLines(fields: readonly (readonly unknown[])[], width: number, palette: Palette): string[] {
  return fields.map(([name, value]) => {
    const title = `  ${nameOnTerminal(String(name))}: `;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return palette.dim(title) + cut(oneLine(text.slice(0, 2000)), Math.max(8, width - title.length));
  });
}
