import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type {
  BankIndex,
  BankIndexSettings,
  BankManifest,
} from '../../../../schemas/recipes/fine-instructions/bank.ts';
import type { DuckDB } from '../../../parquet/duckdb.ts';
import { parquetFiles } from '../../../parquet/sql.ts';
import { checkLength } from './check-length.ts';
import { changesOf } from './lance/changes.ts';
import type { LancePlace } from '../../../vectors/lance/place.ts';
import type { NextVersion } from './lance/publish.ts';

export interface BankToIndex {
  readonly place: LancePlace;
  readonly version: number;
  readonly templates: number;
  readonly embedder: string;
  readonly settings: BankIndexSettings;
  /** Files of the bank's table. */
  readonly files: readonly string[];
  /** The version before, and how to get the files of its table. */
  readonly newest: BankManifest | undefined;
  readonly filesOf: (manifest: BankManifest) => Promise<readonly string[]>;
  /** A folder for files that are needed meanwhile. */
  readonly scratch: string;
}

/** Makes the index of a bank's new version, or says by undefined that search in it is exact. */
export async function indexBank(db: DuckDB, bank: BankToIndex): Promise<BankIndex | undefined> {
  const { templates, settings, version } = bank;
  const dimensions = await dimensionsOf(db, bank.files);
  if (templates <= settings.exactUpTo || dimensions === undefined) return undefined;
  const next = { templates, dimensions, settings, ...(await changesSince(db, bank, dimensions)) };
  const { nextIndex } = await import('./lance/publish.ts');
  return nextIndex(bank.place, next, `v${version}`);
}

/** Whether a version is indexed as these settings say. */
export function isIndexedSo({ index, templates }: BankManifest, settings: BankIndexSettings): boolean {
  if (templates <= settings.exactUpTo) return index === undefined;
  if (index === undefined) return false;
  const names = ['kind', 'partitions', 'probes', 'refine'] as const;
  return names.every((name) => index.settings[name] === settings[name]);
}

/** Throws BankUnusable where vectors of several lengths meet; undefined for a bank without templates. */
async function dimensionsOf(db: DuckDB, files: readonly string[]): Promise<number | undefined> {
  const [lengths] = await db.rows(
    `SELECT min(len(embedding)) AS least, max(len(embedding)) AS most FROM ${parquetFiles(files)}`,
    { least: z.int().nullable(), most: z.int().nullable() },
  );
  const { least = null, most = null } = lengths ?? {};
  if (least === null || most === null) return undefined;
  checkLength('templates', most, least);
  return least;
}

/** The index to go on from; begun anew where vectors cannot be compared, or where most of them would be new. */
async function changesSince(
  db: DuckDB,
  { newest, embedder, templates, files, filesOf, scratch }: BankToIndex,
  dimensions: number,
): Promise<Pick<NextVersion, 'from' | 'changes'>> {
  const anew = { from: undefined, changes: { files, added: templates, gone: [] } };
  const from = newest?.embedder === embedder ? newest.index : undefined;
  if (newest === undefined || from?.dimensions !== dimensions) return anew;
  const folder = join(scratch, 'changes');
  await mkdir(folder);
  const changes = await changesOf(db, await filesOf(newest), files, folder);
  return changes.added > templates / 2 ? anew : { from, changes };
}
