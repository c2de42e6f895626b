import { relative } from 'node:path';
import { nameOnTerminal } from '../activities/show-invisible.ts';
import type { Dataset } from '../schemas/build/task.ts';
import { addSpending, noSpending } from '../schemas/table/counts.ts';
import type { Spending } from '../schemas/table/table.ts';
import { standInAdvice, standInNote } from './stand-in-note.ts';
import { compact, dollars, duration, exact, share } from './text/amounts.ts';
import { tableLines } from './text/columns.ts';
import { oneLine } from './text/one-line.ts';
import type { Palette } from './text/palette.ts';
import { cut } from './text/width.ts';

export interface SummaryOptions {
  readonly seconds: number;
  /** The build's page in the Temporal UI. */
  readonly uiUrl?: string | undefined;
  readonly width: number;
  readonly palette: Palette;
}

const sampleLines = 3;
const label = 13;

/** What a person wants to know of a finished build. */
export function summaryLines(dataset: Dataset, { seconds, uiUrl, width, palette }: SummaryOptions): string[] {
  const {
    name,
    version,
    unchanged,
    rows,
    location,
    tables,
    sample,
    standIn,
    training,
    page = 'report.html',
  } = dataset;
  const spent = spendingOf(dataset);
  const field = (title: string, text: string) => `${palette.dim(title.padEnd(label))}${text}`;
  const what = unchanged ? `version ${version}, unchanged` : `version ${version}`;
  const lines = [
    `${palette.green('✔')} ${palette.bold(nameOnTerminal(name))} (${what}): ${exact(rows)} rows in ${duration(seconds)}`,
    '',
    ...tableLines(stageColumns(dataset), width, palette.dim),
    '',
    field('Dataset', near(location)),
    field('Report', `${near(location)}/${page}`),
    ...(dataset.others ?? []).map((other, at) =>
      field(
        at === 0 ? 'Also' : '',
        `${near(other.location)} (${exact(other.rows)} rows${other.unchanged ? ', unchanged' : ''})`,
      ),
    ),
    ...(training === undefined
      ? []
      : [field('Training', `${near(training.location)} (${exact(training.pairs)} pairs)`)]),
    ...answerLines(spent).map((text, row) => field(row === 0 ? 'Answers' : '', text)),
    ...(uiUrl === undefined ? [] : [field('Temporal UI', uiUrl)]),
  ];
  if (tables.length === 0) lines.splice(1, 2);
  if (sample !== undefined) {
    lines.push('', ...sample.flatMap(({ title, text }) => excerpt(title, text, width, palette)));
  }
  if (standIn) lines.push('', ...[standInNote, standInAdvice].map((text) => palette.yellow(text)));
  return lines;
}

/** What this build asked for and what it found; tables that were there count as found. */
export function spendingOf({ tables }: Dataset): Spending {
  return tables
    .map(({ reused, spending }): Spending => {
      if (!reused) return spending;
      const { asked, reused: found, usage, reusedUsage } = spending;
      return {
        ...spending,
        asked: 0,
        reused: asked + found,
        usage: noSpending.usage,
        reusedUsage: addSpending({ ...noSpending, usage }, { ...noSpending, usage: reusedUsage }).usage,
        cost: 0,
      };
    })
    .reduce(addSpending, noSpending);
}

/** Paths below the working directory as a person would type them. */
function near(location: string): string {
  const path = location.startsWith('/') ? relative(process.cwd(), location) : '';
  return nameOnTerminal(path === '' || path.startsWith('..') ? location : path);
}

function answerLines({ asked, reused, usage, cost }: Spending): string[] {
  if (asked + reused === 0) return [];
  if (asked === 0) return [`nothing had to be asked again: all ${exact(reused)} answers were there`];
  const tokens = `${compact(usage.promptTokens)} prompt + ${compact(usage.completionTokens)} completion tokens`;
  return [
    `${exact(asked)} asked, ${exact(reused)} reused · ${tokens}${cost > 0 ? ` · ${dollars(cost)}` : ''}`,
  ];
}

function stageColumns({ tables }: Dataset) {
  const number = (count: number) => (count === 0 ? '' : exact(count));
  const right = { align: 'right' } as const;
  return [
    { header: 'stage', cells: tables.map(({ title }) => title) },
    { header: 'in', cells: tables.map(({ counts }) => exact(counts.in)), ...right },
    { header: 'out', cells: tables.map(({ counts }) => exact(counts.out)), ...right },
    { header: 'rejected', cells: tables.map(({ counts }) => number(counts.rejected)), keep: 5, ...right },
    { header: 'yield', cells: tables.map(({ counts }) => share(counts.out, counts.in)), keep: 4, ...right },
    {
      header: 'asked',
      cells: tables.map(({ spending, reused }) => (reused ? '' : number(spending.asked))),
      keep: 2,
      ...right,
    },
    {
      header: 'reused',
      cells: tables.map(({ spending, reused }) => (reused ? 'all' : number(spending.reused))),
      keep: 1,
      ...right,
    },
    {
      header: 'tokens',
      cells: tables.map(({ spending, reused }) =>
        reused || spending.usage.completionTokens === 0 ? '' : compact(spending.usage.completionTokens),
      ),
      keep: 3,
      ...right,
    },
  ];
}

/** A text's beginning in a few lines of the terminal. */
function excerpt(title: string, text: string, width: number, palette: Palette): string[] {
  const room = Math.max(10, width - label);
  const lines: string[] = [];
  let rest = oneLine(text);
  while (rest !== '' && lines.length < sampleLines) {
    const last = lines.length === sampleLines - 1;
    const line = last ? cut(rest, room) : wrapAt(rest, room);
    lines.push(line);
    rest = last ? '' : rest.slice(line.length).trimStart();
  }
  return lines.map((line, row) => `${palette.dim((row === 0 ? title : '').padEnd(label))}${line}`);
}

/** The text's beginning up to the last space that fits. */
function wrapAt(text: string, room: number): string {
  const part = cut(text, room);
  if (part === text) return text;
  const whole = part.slice(0, -1);
  const space = whole.lastIndexOf(' ');
  return space > room / 2 ? whole.slice(0, space) : whole;
}
