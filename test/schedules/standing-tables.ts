import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { checkLineage } from '../../activities/dataset/check-lineage.ts';
import { readTables } from '../../activities/dataset/dataset-tables.ts';
import { Releases } from '../../activities/dataset/releases.ts';
import { checkFiles } from '../../activities/engine/tables/check-files.ts';
import { Tables } from '../../activities/engine/tables/tables.ts';
import type { Store } from '../../activities/storage/store.ts';

/** Holds the tables of a version against each other and against their files, as publishing it did. */
export async function standingTables(store: Store, name: string, version: number): Promise<void> {
  const manifest = await new Releases(store, name).read(version);
  const tables = new Tables(store);
  const told = await readTables({ store, tables }, manifest?.tables ?? []);
  expect(told.length).toBeGreaterThan(0);
  checkLineage(told);
  const scratch = await mkdtemp(join(tmpdir(), 'tunesmith-checked-'));
  for (const { summary } of told) {
    const { files } = await tables.manifest(summary.table);
    const fault = await checkFiles(
      files,
      async ({ rows, rejects }) => ({
        rows: await tables.fetch(summary.table, rows),
        rejects: rejects === undefined ? undefined : await tables.fetch(summary.table, rejects),
      }),
      scratch,
    );
    expect(fault, `${name} ${summary.table.stage}`).toBeUndefined();
  }
}
