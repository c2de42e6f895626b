import { nameOnTerminal } from '../../activities/show-invisible.ts';
import { columnLines, rowsLine, valueOf } from '../../activities/dataset/diff/diff-section.ts';
import type { DatasetDiff } from '../../schemas/dataset/diff.ts';
import { exitCodes } from '../exit-codes.ts';
import { exact } from '../text/amounts.ts';
import { tableLines, type TextColumn } from '../text/columns.ts';
import { oneLine } from '../text/one-line.ts';
import { paletteFor, type Palette } from '../text/palette.ts';
import { cut } from '../text/width.ts';
import { openDatasets, tell, type VersionsOptions } from './open-datasets.ts';

/** Ids of a kind of change that the terminal shows; JSON has more. */
const shownIds = 3;

/** `tunesmith diff NAME v1 v2`. */
export async function diff(
  name: string,
  before: number,
  after: number,
  options: VersionsOptions,
): Promise<number> {
  const found = await (await openDatasets(options, true)).diff(name, before, after);
  tell(found, diffLines(found, process.stdout.columns || 80, paletteFor(process.stdout)), options);
  return exitCodes.ok;
}

/** A diff for people, no line wider than the terminal. */
export function diffLines(diff: DatasetDiff, width: number, palette: Palette): string[] {
  const { name, before, after } = diff;
  const [first, second] = [`v${before.version}`, `v${after.version}`];
  const title = `${palette.bold(nameOnTerminal(name))} ${first} → ${second}: ${exact(before.rows)} → ${exact(after.rows)} rows`;
  const sections = [
    stageLines(diff, first, second, width, palette),
    rejectLines(diff, first, second, width, palette),
    figureLines(diff, first, second, width, palette),
    ...settingLines(diff, width, palette),
  ];
  const told = [rowsLine(diff), ...columnLines(diff), ...idLines(diff)].map((line) =>
    cut(oneLine(line), width),
  );
  return [title, ...told, ...sections.flatMap((lines) => (lines.length === 0 ? [] : ['', ...lines]))];
}

function idLines({ rows }: DatasetDiff): string[] {
  if (rows === undefined) return [];
  const { added, removed, changed } = rows.examples;
  const listed = (what: string, ids: readonly string[], count: number): string[] => {
    if (ids.length === 0) return [];
    const more = count > shownIds ? ', …' : '';
    return [`  ${what} ${ids.slice(0, shownIds).join(', ')}${more}`];
  };
  return [
    ...listed('+', added, rows.added),
    ...listed('−', removed, rows.removed),
    ...listed(
      '~',
      changed.map(({ id, columns }) => `${id} (${columns.join(', ')})`),
      rows.changed,
    ),
  ];
}

type Pair = readonly [number | undefined, number | undefined];

/** Columns with both versions' numbers and their difference. */
function numbers(first: string, second: string, pairs: readonly Pair[], keep: number): TextColumn[] {
  const cell = (value: number | undefined): string => (value === undefined ? '–' : amount(value));
  return [
    { header: first, cells: pairs.map(([was]) => cell(was)), align: 'right' },
    { header: second, cells: pairs.map(([, is]) => cell(is)), align: 'right' },
    { header: '±', cells: pairs.map(([was = 0, is = 0]) => difference(is - was)), align: 'right', keep },
  ];
}

function amount(value: number): string {
  return Number.isInteger(value) ? exact(value) : value.toFixed(2);
}

function difference(value: number): string {
  const shown = amount(Math.abs(value));
  if (Number(shown.replaceAll(',', '')) === 0) return '';
  return `${value > 0 ? '+' : '−'}${shown}`;
}

function stageLines(
  diff: DatasetDiff,
  first: string,
  second: string,
  width: number,
  { dim }: Palette,
): string[] {
  const { stages } = diff;
  return tableLines(
    [
      { header: 'stage', cells: stages.map(({ stage }) => stage) },
      ...numbers(
        `out ${first}`,
        second,
        stages.map(({ before, after }) => [before?.out, after?.out]),
        3,
      ),
      ...numbers(
        `rejected ${first}`,
        second,
        stages.map(({ before, after }) => [before?.rejected, after?.rejected]),
        2,
      ).map((column) => ({ ...column, keep: 1 })),
    ],
    width,
    dim,
  );
}

function rejectLines(
  diff: DatasetDiff,
  first: string,
  second: string,
  width: number,
  { dim }: Palette,
): string[] {
  const rejects = diff.rejects.filter(({ before, after }) => before !== after);
  if (rejects.length === 0) return [];
  return tableLines(
    [
      { header: 'rejected because', cells: rejects.map(({ reason }) => reason) },
      { header: 'by', cells: rejects.map(({ stage }) => stage), keep: 1 },
      ...numbers(
        first,
        second,
        rejects.map(({ before, after }) => [before, after]),
        2,
      ),
    ],
    width,
    dim,
  );
}

function figureLines(
  diff: DatasetDiff,
  first: string,
  second: string,
  width: number,
  { dim }: Palette,
): string[] {
  const all: { what: string; figure: string; pair: Pair }[] = [
    ...diff.scores.flatMap(({ title, before, after }) => [
      {
        what: title,
        figure: 'mean kept',
        pair: [before?.mean ?? undefined, after?.mean ?? undefined] as const,
      },
      { what: title, figure: 'unread', pair: [before?.invalid, after?.invalid] as const },
    ]),
    ...diff.lengths.flatMap(({ column, unit, before, after }) => [
      { what: `${column} in ${unit}`, figure: 'mean', pair: [before?.mean, after?.mean] as const },
      { what: `${column} in ${unit}`, figure: 'p90', pair: [before?.p90, after?.p90] as const },
    ]),
  ];
  if (all.length === 0) return [];
  return tableLines(
    [
      { header: 'scores and lengths', cells: all.map(({ what }) => what) },
      { header: '', cells: all.map(({ figure }) => figure) },
      ...numbers(
        first,
        second,
        all.map(({ pair }) => pair),
        1,
      ),
    ],
    width,
    dim,
  );
}

function settingLines({ config, prompts }: DatasetDiff, width: number, { dim }: Palette): string[][] {
  const told = config.map(({ path, before, after }) => `${path}: ${valueOf(before)} → ${valueOf(after)}`);
  return [
    told.length === 0
      ? [dim('config: the same')]
      : [dim('config'), ...told.map((line) => cut(oneLine(line), width))],
    prompts.length === 0
      ? []
      : [dim('prompts'), ...prompts.map(({ name, change }) => cut(oneLine(`${name} ${change}`), width))],
  ];
}
