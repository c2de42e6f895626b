import type { ScheduledRun, ScheduleInfo } from '../../client/index.ts';
import { dollars, exact } from '../text/amounts.ts';
import { tableLines } from '../text/columns.ts';
import type { Palette } from '../text/palette.ts';
import { wrap } from '../text/wrap.ts';
import { changeText, type WhatChanged } from './what-changed.ts';

const label = 12;
const mostNext = 3;

export interface ShowOptions {
  readonly width: number;
  readonly palette: Palette;
  /** Prompts whose files say something else by now than the schedule keeps. @default none */
  readonly edited?: readonly string[];
}

/** A schedule and its last runs for the terminal. */
export function scheduleLines(
  info: ScheduleInfo,
  runs: readonly ScheduledRun[],
  changes: readonly (WhatChanged | undefined)[],
  { width, palette, edited = [] }: ShowOptions,
): string[] {
  const field = (title: string, text: string) =>
    wrap(text, width - label).map(
      (line, row) => `${palette.dim((row === 0 ? title : '').padEnd(label))}${line}`,
    );
  const { paused, note, running, skipped, missed } = info;
  const state = paused ? palette.yellow('paused') : palette.green('active');
  const when = [
    info.when,
    ...(info.timeZone === undefined ? [] : [`in ${info.timeZone}`]),
    ...(info.jitter === undefined ? [] : [`up to ${info.jitter} later`]),
  ].join(', ');
  const policy = [
    `overlap ${info.overlap}`,
    `catches up within ${info.catchUp}`,
    ...(info.pauseOnFailure ? ['pauses when a build fails'] : []),
  ].join(', ');
  const kept = promptsText(info, edited);
  return [
    `${palette.bold(info.id)} (${info.recipe}): ${state}${note === undefined ? '' : `, ${note}`}`,
    ...field('When', when),
    ...field('Policy', policy),
    ...field('Config', `version ${info.configVersion} (${info.configDigest})`),
    ...(kept === undefined ? [] : field('Prompts', kept)),
    ...field(
      'Next',
      paused ? 'when it is unpaused' : info.next.slice(0, mostNext).map(local).join(', ') || 'none',
    ),
    ...(running.length === 0 ? [] : field('At work', running.join(', '))),
    ...(skipped === 0 ? [] : field('Skipped', `${exact(skipped)}: the run before was still at work`)),
    ...(missed === 0 ? [] : field('Missed', `${exact(missed)}: no server was there, and they were too late`)),
    '',
    ...(runs.length === 0
      ? ['no runs yet; `tunesmith schedule trigger` begins one']
      : runLines(runs, changes, width, palette)),
  ];
}

/** Undefined where none are kept: the recipe's own are filled. */
function promptsText({ id, prompts }: ScheduleInfo, edited: readonly string[]): string | undefined {
  const names = Object.keys(prompts ?? {});
  if (names.length === 0) return undefined;
  const kept = `${names.join(', ')}: kept as they were`;
  return edited.length === 0
    ? kept
    : `${kept}; edited since: ${edited.join(', ')}, which \`tunesmith schedule update ${id} --config FILE\` takes`;
}

function runLines(
  runs: readonly ScheduledRun[],
  changes: readonly (WhatChanged | undefined)[],
  width: number,
  palette: Palette,
): string[] {
  const right = { align: 'right' } as const;
  const number = (count: number | undefined) => (count === undefined ? '' : exact(count));
  const told = runs.map(({ dataset, error, state }, at) => {
    const change = changes[at];
    if (error !== undefined) return error.split('\n')[0] ?? '';
    if (state !== 'completed') return '';
    return change === undefined ? 'the first' : changeText(change, dataset?.unchanged ?? false);
  });
  const cost = runs.some((run) => (run.cost ?? 0) > 0);
  const table = tableLines(
    [
      { header: 'run', cells: runs.map(({ startedAt }) => local(startedAt)) },
      { header: 'state', cells: runs.map(({ state }) => state) },
      {
        header: 'config',
        cells: runs.map(({ configVersion }) => (configVersion === undefined ? '' : `${configVersion}`)),
        keep: 1,
        ...right,
      },
      {
        header: 'version',
        cells: runs.map(({ dataset }) => (dataset === undefined ? '' : `v${dataset.version}`)),
        ...right,
      },
      { header: 'rows', cells: runs.map(({ dataset }) => number(dataset?.rows)), ...right },
      { header: 'asked', cells: runs.map(({ asked }) => number(asked)), ...right },
      { header: 'reused', cells: runs.map(({ reused }) => number(reused)), keep: 3, ...right },
      ...(cost
        ? [
            {
              header: 'cost',
              cells: runs.map((run) => (run.cost === undefined ? '' : dollars(run.cost))),
              keep: 2,
              ...right,
            },
          ]
        : []),
    ],
    width,
    palette.dim,
  );
  // What changed stands below its run: a line has no room for both.
  return table.flatMap((line, row) => {
    const text = row === 0 ? '' : (told[row - 1] ?? '');
    return text === '' ? [line] : [line, ...wrap(text, width - 2).map((each) => `  ${palette.dim(each)}`)];
  });
}

/** 2026-11-21 01:14 in the user's time zone. */
export function local(date: Date): string {
  return date.toLocaleString('sv-SE').slice(0, 16);
}
