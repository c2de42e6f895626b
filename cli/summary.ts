import { relative } from 'node:path';
import { nameOnTerminal } from '../activities/show-invisible.ts';
import { spendingOf } from '../schemas/build/spending.ts';
import type { Dataset } from '../schemas/build/task.ts';
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
    rolledBackTo,
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
    ...answerLines(spent, width - label).map((text, row) => field(row === 0 ? 'Answers' : '', text)),
    ...(uiUrl === undefined ? [] : [field('Temporal UI', uiUrl)]),
  ];
  if (tables.length === 0) lines.splice(1, 2);
  if (sample !== undefined) {
    const indent = Math.max(label, ...sample.map(({ title }) => title.length + 2));
    lines.push(
      '',
      ...sample.flatMap(({ title, text }) => excerpt(title.padEnd(indent), text, width, palette)),
    );
  }
  if (rolledBackTo !== undefined)
    lines.push(
      '',
      palette.yellow(
        `Readers still take version ${rolledBackTo}: this data was rolled back. \`tunesmith rollback ${name} v${version}\` undoes that.`,
      ),
    );
  if (standIn) lines.push('', ...[standInNote, standInAdvice].map((text) => palette.yellow(text)));
  return lines;
}

/** Paths below the working directory as a person would type them. */
function near(location: string): string {
  const path = location.startsWith('/') ? relative(process.cwd(), location) : '';
  return nameOnTerminal(path === '' || path.startsWith('..') ? location : path);
}

function answerLines({ asked, reused, usage, cost }: Spending, room: number): string[] {
  if (asked + reused === 0) return [];
  if (asked === 0) return [`nothing had to be asked again: all ${exact(reused)} answers were there`];
  const { promptTokens, completionTokens, reasoningTokens } = usage;
  const thought = reasoningTokens === undefined ? '' : `, ${compact(reasoningTokens)} of them reasoning`;
  const tokens = `${compact(promptTokens)} prompt + ${compact(completionTokens)} completion tokens${thought}`;
  const counts = `${exact(asked)} asked, ${exact(reused)} reused`;
  const whole = [counts, tokens, ...(cost > 0 ? [dollars(cost)] : [])].join(' · ');
  if (whole.length <= room) return [whole];
  return [counts, cost > 0 ? `${tokens} · ${dollars(cost)}` : tokens];
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

/** A text's beginning in a few lines of the terminal, beside its title. */
function excerpt(title: string, text: string, width: number, palette: Palette): string[] {
  const room = Math.max(10, width - title.length);
  const lines: string[] = [];
  let rest = oneLine(text);
  while (rest !== '' && lines.length < sampleLines) {
    const last = lines.length === sampleLines - 1;
    const line = last ? cut(rest, room) : wrapAt(rest, room);
    lines.push(line);
    rest = last ? '' : rest.slice(line.length).trimStart();
  }
  return lines.map((line, row) => `${palette.dim(row === 0 ? title : ' '.repeat(title.length))}${line}`);
}

/** The text's beginning up to the last space that fits. */
function wrapAt(text: string, room: number): string {
  const part = cut(text, room);
  if (part === text) return text;
  const whole = part.slice(0, -1);
  const space = whole.lastIndexOf(' ');
  return space > room / 2 ? whole.slice(0, space) : whole;
}
