import type { BuildProgress, StageState } from '../../client/index.ts';
import { nameOnTerminal } from '../../activities/show-invisible.ts';
import { clock, compact, exact } from '../text/amounts.ts';
import { tableLines, type TextColumn } from '../text/columns.ts';
import type { Palette } from '../text/palette.ts';
import { cut } from '../text/width.ts';
import { wrapAndCut } from '../text/wrap.ts';
import type { Speed } from './speed.ts';

export interface ViewOptions {
  readonly name: string;
  /** Columns of the terminal. */
  readonly width: number;
  /** Lines of the terminal. @default no limit */
  readonly height?: number;
  readonly palette: Palette;
  /** Seconds since the display began. */
  readonly seconds: number;
}

const barWidth = 10;
/** Lines of a note, such as why a build waits: what a server said of it stands at its end. */
export const noteLines = 3;

/** The progress of a build as lines for a terminal, none wider than it. */
export function progressView(progress: BuildProgress, speed: Speed, options: ViewOptions): string[] {
  const { width, height = Infinity, palette, seconds, name } = options;
  const state = progress.paused ? palette.yellow('paused') : palette.cyan(clock(seconds));
  const room = Math.max(1, width - (progress.paused ? 'paused' : clock(seconds)).length - 1);
  const notes = [
    ...progress.waiting.map((reason) => `waiting: ${nameOnTerminal(reason)}`),
    ...(progress.paused ? [`\`tunesmith resume ${nameOnTerminal(name)}\` goes on`] : []),
  ].flatMap((note) => wrapAndCut(note, width, noteLines).map((line) => palette.yellow(line)));
  const head = `${state} ${cut(nameOnTerminal(progress.phase), room)}`;
  if (progress.stages.length === 0) return [head, ...notes];
  const [header = '', ...stages] = tableLines(columns(progress.stages, speed, palette), width, palette.dim);
  // A recipe with more stages than the terminal has lines shows the last ones: the others are done.
  const lines = Math.max(1, height - notes.length - 3);
  return [head, header, ...stages.slice(-lines), ...notes];
}

function columns(stages: readonly StageState[], speed: Speed, palette: Palette): TextColumn[] {
  const done = (stage: StageState | undefined) => stage !== undefined && isDone(stage);
  return [
    {
      header: 'stage',
      cells: stages.map(({ title }) => title),
      paint: (text, row) => (done(stages[row]) ? text : palette.bold(text)),
    },
    {
      header: '',
      cells: stages.map(bar),
      keep: 3,
      paint: (text, row) => (done(stages[row]) ? palette.green(text) : palette.cyan(text)),
    },
    { header: 'rows', cells: stages.map(rowsText), align: 'right', least: 9 },
    {
      header: 'rows/s',
      cells: stages.map((stage) => (isDone(stage) ? '' : rate(speed.of(stage.stage)))),
      align: 'right',
      keep: 4,
    },
    {
      header: 'rejects',
      cells: stages.map(({ rejected }) => (rejected === 0 ? '' : compact(rejected))),
      align: 'right',
      keep: 6,
    },
    {
      header: 'tokens',
      cells: stages.map(({ completionTokens }) => (completionTokens === 0 ? '' : compact(completionTokens))),
      align: 'right',
      keep: 2,
    },
    { header: 'reused', cells: stages.map(reusedText), align: 'right', keep: 1 },
    { header: 'ETA', cells: stages.map((stage) => eta(stage, speed)), align: 'right', least: 5, keep: 5 },
  ];
}

export function isDone({ fromEarlier, shardsDone, shards }: StageState): boolean {
  return fromEarlier || shardsDone >= shards;
}

function bar(stage: StageState): string {
  const { rows, total } = stage;
  const part = isDone(stage) ? 1 : total === undefined || total === 0 ? 0 : Math.min(1, rows / total);
  const filled = Math.floor(part * barWidth);
  return '━'.repeat(filled) + '╌'.repeat(barWidth - filled);
}

/** 120/481 while at it, ~ before an estimated total, and the rows alone when done. */
export function rowsText(stage: StageState): string {
  const { rows, total, totalIsEstimate } = stage;
  if (isDone(stage)) return exact(rows);
  if (total === undefined) return rows === 0 ? '' : exact(rows);
  return `${exact(rows)}/${totalIsEstimate ? '~' : ''}${exact(Math.max(total, rows))}`;
}

function reusedText({ fromEarlier, reused }: StageState): string {
  if (fromEarlier) return 'all';
  return reused === 0 ? '' : compact(reused);
}

function rate(rows: number | undefined): string {
  if (rows === undefined) return '';
  return rows < 10 ? rows.toFixed(1) : compact(rows);
}

function eta(stage: StageState, speed: Speed): string {
  const rows = speed.of(stage.stage);
  if (isDone(stage) || rows === undefined || stage.total === undefined) return '';
  return clock(Math.max(0, stage.total - stage.rows) / rows);
}
