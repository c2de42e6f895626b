import { bytesOf } from '../../activities/dataset/amounts.ts';
import type { GcOptions } from '../../client/datasets.ts';
import type { Collection, Freed } from '../../schemas/dataset/collection.ts';
import { exitCodes } from '../exit-codes.ts';
import type { HostOptions } from '../host/options.ts';
import { withClient } from '../host/with-client.ts';
import { exact } from '../text/amounts.ts';
import { tableLines } from '../text/columns.ts';
import { paletteFor, type Palette } from '../text/palette.ts';
import { openDatasets, tell, type VersionsOptions } from './open-datasets.ts';

export interface GcCommandOptions extends VersionsOptions, HostOptions {
  readonly keep: number;
  readonly grace: number;
  readonly yes?: boolean;
}

/** Folders of a kind that the terminal shows; JSON has all. */
const shown = 8;

/** `tunesmith gc`: what nothing refers to any more, and, with --yes, its end. */
export async function gc(options: GcCommandOptions): Promise<number> {
  const { keep, grace: graceHours, yes: remove = false } = options;
  const datasets = await openDatasets(options, !remove);
  const collected = (server?: GcOptions['server']): Promise<Collection> =>
    datasets.gc({ keep, graceHours, remove, ...(server === undefined ? {} : { server }) });
  const done = await withClient<Collection | undefined>(
    options,
    ({ client }) => collected(client),
    () => undefined,
  );
  const found = done ?? (await collected());
  tell(found, gcLines(found, process.stdout.columns || 80, paletteFor(process.stdout)), options);
  return exitCodes.ok;
}

/** A collection for people, no line wider than the terminal. */
export function gcLines(found: Collection, width: number, palette: Palette): string[] {
  const { done, keep, graceHours, bytes, tooYoung, builds } = found;
  const kinds: [string, readonly Freed[]][] = [
    ['versions', found.versions],
    ['unfinished versions', found.unfinished],
    ['versions of recipes', found.ofRecipes],
    ['tables', found.tables],
    ['imports', found.imports],
    ['answers', found.answers],
    ['training files', found.training],
    ['plans and hints', found.leftovers],
  ];
  const all = kinds.flatMap(([, freed]) => freed.slice(0, shown));
  const grace = graceHours % 24 === 0 ? `${graceHours / 24} d` : `${graceHours} h`;
  const kept = `kept: the newest ${keep} of each dataset, pinned ones, and what is younger than ${grace}`;
  const waits =
    tooYoung.bytes === 0
      ? []
      : [
          `too young: ${exact(tooYoung.tables)} tables and ${exact(tooYoung.answers)} folders of answers, ${bytesOf(tooYoung.bytes)}`,
        ];
  const spared = builds.length === 0 ? [] : [`builds that are or may be under way: ${exact(builds.length)}`];
  const notes = [kept, ...waits, ...spared].map((line) => palette.dim(line));
  if (kinds.every(([, freed]) => freed.length === 0)) return ['nothing to free', ...notes];
  const counts = kinds
    .filter(([, freed]) => freed.length > 0)
    .map(([kind, freed]) => `${exact(freed.length)} ${kind}`)
    .join(', ');
  const more = kinds.reduce((sum, [, freed]) => sum + Math.max(0, freed.length - shown), 0);
  return [
    `${done ? 'freed' : 'would free'} ${palette.bold(bytesOf(bytes))}: ${counts}`,
    '',
    ...tableLines(
      [
        { header: 'what', cells: all.map(({ key }) => key) },
        { header: 'objects', cells: all.map(({ objects }) => exact(objects)), align: 'right', keep: 1 },
        { header: 'size', cells: all.map(({ bytes: size }) => bytesOf(size)), align: 'right' },
      ],
      width,
      palette.dim,
    ),
    ...(more === 0 ? [] : [palette.dim(`and ${exact(more)} more; --json has all`)]),
    '',
    ...notes,
    ...(done ? [] : ['`tunesmith gc --yes` removes it']),
  ];
}
