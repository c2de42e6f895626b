import type { DatasetInfo, VersionInfo } from '../../schemas/dataset/version.ts';
import { exitCodes } from '../exit-codes.ts';
import { dollars, exact } from '../text/amounts.ts';
import { tableLines, type TextColumn } from '../text/columns.ts';
import { paletteFor } from '../text/palette.ts';
import { openDatasets, tell, type VersionsOptions } from './open-datasets.ts';

/** `tunesmith datasets`: every dataset of a store. */
export async function datasets(options: VersionsOptions): Promise<number> {
  const all = await (await openDatasets(options, true)).list();
  const lines =
    all.length === 0
      ? ['no datasets in this store; name another with --store or --config FILE']
      : shown([
          { header: 'dataset', cells: all.map(({ name }) => name) },
          ...facts(all),
          { header: 'latest', cells: all.map(({ version }) => `v${version}`) },
          { header: 'of', cells: all.map(({ versions }) => exact(versions)), align: 'right', keep: 6 },
          ...amounts(all),
          { header: '', cells: all.map(notes), keep: 2 },
        ]);
  tell(all, lines, options);
  return exitCodes.ok;
}

/** `tunesmith versions NAME`: every version of a dataset, oldest first. */
export async function versions(name: string, options: VersionsOptions): Promise<number> {
  const all = await (await openDatasets(options, true)).versions(name);
  const lines = shown([
    { header: 'dataset', cells: all.map((each) => each.name) },
    { header: 'version', cells: all.map(({ version }) => `v${version}`) },
    ...facts(all),
    ...amounts(all),
    { header: '', cells: all.map(marks) },
  ]);
  tell(all, lines, options);
  return exitCodes.ok;
}

type Facts = Pick<VersionInfo, 'kind' | 'recipe' | 'rows' | 'createdAt' | 'cost'>;

function facts(all: readonly Facts[]): TextColumn[] {
  return [
    { header: 'kind', cells: all.map(({ kind }) => kind), keep: 4 },
    { header: 'recipe', cells: all.map(({ recipe }) => recipe), keep: 3 },
  ];
}

function amounts(all: readonly Facts[]): TextColumn[] {
  return [
    { header: 'rows', cells: all.map(({ rows }) => exact(rows)), align: 'right' },
    { header: 'when', cells: all.map(({ createdAt }) => local(createdAt)), keep: 5 },
    {
      header: 'cost',
      cells: all.map(({ cost }) => (cost === 0 ? '–' : dollars(cost))),
      align: 'right',
      keep: 1,
    },
  ];
}

function marks({ latest, pinned, heldBack }: VersionInfo): string {
  return [latest ? 'latest' : '', pinned ? 'pinned' : '', heldBack ? 'rolled back' : '']
    .filter((mark) => mark !== '')
    .join(', ');
}

function notes({ pinned, heldBack }: DatasetInfo): string {
  const told = (what: string, numbers: readonly number[]) =>
    numbers.length === 0 ? [] : [`${numbers.map((each) => `v${each}`).join(' ')} ${what}`];
  return [...told('pinned', pinned), ...told('rolled back', heldBack)].join(', ');
}

function shown(columns: readonly TextColumn[]): string[] {
  return tableLines(columns, process.stdout.columns || 80, paletteFor(process.stdout).dim);
}

/** 2026-11-21 01:14 in the user's time zone. */
function local(time: string): string {
  return new Date(time).toLocaleString('sv-SE').slice(0, 16);
}
