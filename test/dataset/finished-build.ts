import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { noSpending } from '../../schemas/table/counts.ts';
import { digestOf } from '../../activities/digest.ts';
import { recipeAnalyses } from '../../activities/recipes/index.ts';
import type { PublishInput, PublishOptions } from '../../activities/dataset/publish-input.ts';
import { openStore } from '../../activities/storage/open-store.ts';
import type { Store } from '../../activities/storage/store.ts';
import { buildWith, type BuildSettings } from './build-with.ts';
import { writeTable, type TestTable } from './write-table.ts';
import { pairColumns, pairRow, type PairRow } from './pair-rows.ts';

export interface Finished {
  readonly folder: string;
  readonly store: Store;
  readonly input: PublishInput;
  readonly options: PublishOptions;
}

export interface FinishedSettings extends BuildSettings {
  readonly rows?: number;
  readonly shards?: number;
  readonly row?: (index: number) => Partial<PairRow>;
  readonly folder?: string;
  /** @default one below the folder */
  readonly store?: Store;
  readonly standIn?: boolean;
}

/** A folder that is removed when the test is over. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-dataset-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A build of back-and-forth with all its tables really there: import, score with rejects, rewrite, measure. */
export async function finishedBuild(settings: FinishedSettings = {}): Promise<Finished> {
  const folder = settings.folder ?? (await testFolder());
  const rows = settings.rows ?? 20;
  const store =
    settings.store ?? (await openStore({ uri: join(folder, 'store') }, { cacheDir: join(folder, 'cache') }));
  const scratchDir = join(folder, 'scratch');
  await mkdir(scratchDir, { recursive: true });
  const build = buildWith(store, settings);
  const made = (index: number): PairRow => ({ ...pairRow(index), ...settings.row?.(index) });
  const all = Array.from({ length: rows }, (_, index) => made(index));
  const rejected = Math.ceil(rows / 2);
  const write = (table: Omit<TestTable, 'rows' | 'shards'>, more: readonly PairRow[] = []) =>
    writeTable(store, scratchDir, { ...table, rows: [...all, ...more], shards: settings.shards ?? 2 });
  const dropped = Array.from({ length: rejected }, (_, index) => ({
    ...pairRow(rows + index),
    id: digestOf(`rejected ${index}`),
  }));
  const asked = {
    ...noSpending,
    asked: rows + rejected,
    usage: { promptTokens: 900 * rows, completionTokens: 7 * rows },
    cost: 0.25,
    models: ['served-model'],
    standIn: settings.standIn ?? false,
  };
  const imported = await write(
    {
      stage: 'import',
      title: 'Import the corpus',
      columns: pairColumns(['id', 'text', 'source', 'source_id', 'metadata']),
      came: rows + rejected,
      inputs: [],
    },
    dropped,
  );
  const scored = await write({
    stage: 'score',
    title: 'Score and filter',
    columns: pairColumns([
      'id',
      'text',
      'source',
      'source_id',
      'metadata',
      'text_tokens',
      'instruction',
      'score',
    ]),
    came: rows + rejected,
    inputs: [imported],
    spending: asked,
    model: 'some-model',
    rejects: dropped.map(({ id }, index) => ({
      id,
      stage: 'score',
      reason: index % 5 === 4 ? 'no score' : 'score not kept',
      detail: index % 5 === 4 ? '3 tries' : String(1 + (index % 4)),
      raw: `The <b>model</b> said ${index}`,
    })),
  });
  const rewritten = await write({
    stage: 'rewrite',
    title: 'Rewrite',
    columns: pairColumns([...scored.columns.map(({ name }) => name), 'response']),
    came: rows,
    inputs: [scored],
    spending: asked,
    model: 'some-model',
  });
  const measured = await write({
    stage: 'measure',
    title: 'Measure',
    columns: pairColumns([
      ...rewritten.columns.map(({ name }) => name),
      'instruction_tokens',
      'response_tokens',
      'copied_share',
    ]),
    came: rows,
    inputs: [rewritten],
    digest: digestOf({ ids: all.map(({ id, instruction }) => id + instruction), seed: settings.seed }),
  });
  const tables = [imported, scored, rewritten, measured].map(({ summary }) => summary);
  return {
    folder,
    store,
    input: { build, kind: 'pair', table: measured.summary.table, tables },
    options: {
      analyses: recipeAnalyses,
      scratchDir,
      memoryLimit: '1GB',
      signal: new AbortController().signal,
    },
  };
}
