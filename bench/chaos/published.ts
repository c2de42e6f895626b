import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStored } from '../../activities/storage/stored-json.ts';
import { Tables } from '../../activities/engine/tables/tables.ts';
import { importOf } from '../../activities/engine/import/import-record.ts';
import type { Store } from '../../activities/storage/store.ts';
import { readTyped } from '../../activities/parquet/read-rows.ts';
import { DatasetManifestSchema } from '../../schemas/dataset/manifest.ts';
import type { Dataset } from '../../schemas/build/task.ts';
import { z } from 'zod';

const idShape = { id: z.string() };

/** What is really there of a dataset that a command told of. */
export interface Published {
  /** SHA-256 of each file of data, by its path: cards and reports name the build and its times. */
  readonly data: ReadonlyMap<string, string>;
  readonly rows: number;
  readonly rejected: number;
  /** What does not agree with what was told. */
  readonly faults: readonly string[];
}

/** Reads every file of the last table and of the dataset, and holds them against what the command told. */
export async function published(store: Store, told: Dataset, rows: number): Promise<Published> {
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-chaos-'));
  try {
    return await held(store, told, rows, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function held(store: Store, told: Dataset, all: number, folder: string): Promise<Published> {
  const faults: string[] = [];
  const expect = (what: string, found: number, wanted: number): void => {
    if (found !== wanted) faults.push(`${told.name}: ${what}: ${found} instead of ${wanted}`);
  };
  const [imported, answered] = [told.tables.at(0), told.tables.at(-1)];
  if (imported === undefined || answered === undefined) throw new Error(`${told.name} tells of no table`);
  const tables = new Tables(store);
  const idsIn = async (files: readonly ((hold: string) => Promise<string>)[]): Promise<string[]> => {
    const read = await Promise.all(files.map(async (file) => readTyped(await file(folder), idShape)));
    return read.flat().map(({ id }) => id);
  };
  const kept = await idsIn(await tables.rowFiles(answered.table));
  const dropped = await idsIn(await tables.rejectFiles(answered.table));
  const came = await idsIn(await tables.rowFiles(imported.table));
  expect('rows told and there', answered.counts.out, kept.length);
  expect('rejects told and there', answered.counts.rejected, dropped.length);
  expect('rows that came', came.length, all);
  expect('ids in rows and rejects', new Set([...kept, ...dropped]).size, came.length);
  expect('rows and rejects', kept.length + dropped.length, came.length);
  expect('dataset', told.rows, kept.length);
  if (imported.import !== undefined) await importOf(store, imported.table, imported.import);

  const place = `datasets/${told.name}/v${told.version}`;
  const manifest = await readStored(store, `${place}/manifest.json`, DatasetManifestSchema);
  const data = (manifest?.files ?? []).filter(({ path }) => !/^(README\.md|report\.html)$/.test(path));
  for (const { path, bytes } of data) {
    const content = await store.getBytes(`${place}/${path}`);
    expect(`bytes of ${path}`, content?.length ?? -1, bytes);
    if (path.endsWith('.jsonl') && content !== undefined)
      expect(`lines of ${path}`, Buffer.from(content).toString().trim().split('\n').length, kept.length);
  }
  return {
    data: new Map(data.map(({ path, sha256 }) => [path, sha256])),
    rows: kept.length,
    rejected: dropped.length,
    faults,
  };
}
