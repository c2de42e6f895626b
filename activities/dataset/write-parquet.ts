import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetColumn } from '../../schemas/dataset/manifest.ts';
import { own } from '../../schemas/own.ts';
import type { TableManifest } from '../../schemas/table/table.ts';
import type { DuckDB } from '../parquet/duckdb.ts';
import { identifier, literal, parquetFiles } from '../parquet/sql.ts';
import { allWritten, type OpenRows } from './open-rows.ts';
import type { Split } from './splits.ts';

/** Bytes of shards that go into one file. */
const fileBytes = 256 * 1024 * 1024;

/**
 * Small row groups: the Hugging Face viewer reads a whole one to show a page, and DuckDB holds one, uncompressed, until
 * it is written. Of long documents, fewer rows: 4,096 of 17 KB, twice each, did not fit in 256 MB.
 */
function formatFor({ counts, bytes }: TableManifest): string {
  const stored = Math.max(1, bytes / Math.max(1, counts.out));
  const rows = Math.min(4096, Math.max(128, Math.floor(groupBytes / stored)));
  return `(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rows})`;
}

/** Bytes of a row group as it is stored, a third of what it is in memory. */
const groupBytes = 8 * 1024 * 1024;

/**
 * Writes the table as data/train-*.parquet below `folder`, and other splits beside it, rows in the table's order; returns
 * the relative paths.
 * `otherwise` is SQL of columns that are not written as they are.
 */
export async function writeParquet(
  db: DuckDB,
  rows: OpenRows,
  columns: readonly DatasetColumn[],
  folder: string,
  splits: readonly Split[],
  otherwise: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const select = columns
    .map(({ from, name }) => `${own(otherwise, from) ?? identifier(from)} AS ${identifier(name)}`)
    .join(', ');
  return writeFiles(db, rows, select, folder, 'data', splits);
}

/** Writes the lines of the format `text` as text/train-*.parquet, in the same order. */
export function writeTextParquet(
  db: DuckDB,
  rows: OpenRows,
  line: string,
  folder: string,
  splits: readonly Split[],
): Promise<string[]> {
  return writeFiles(db, rows, line, folder, 'text', splits);
}

async function writeFiles(
  db: DuckDB,
  rows: OpenRows,
  select: string,
  folder: string,
  below: 'data' | 'text',
  splits: readonly Split[],
): Promise<string[]> {
  await mkdir(join(folder, below), { recursive: true });
  const format = formatFor(rows.manifest);
  const written: string[] = [];
  let copied = 0;
  for (const { name, rows: count, where } of splits) {
    const groups = await groupsOf(rows.paths, count / Math.max(1, rows.manifest.counts.out));
    const chosen = where === undefined ? '' : ` WHERE ${where}`;
    for (const [at, paths] of groups.entries()) {
      const path = `${below}/${name}-${numbered(at)}-of-${numbered(groups.length)}.parquet`;
      copied += await db.run(
        `COPY (SELECT ${select} FROM ${parquetFiles(paths)}${chosen}) TO ${literal(join(folder, path))} ${format}`,
      );
      written.push(path);
    }
  }
  allWritten(`${below}/`, copied, rows.manifest);
  return written;
}

/** Neighbouring shards, of which the share that is written is together as large as a file should be. */
async function groupsOf(paths: readonly string[], share: number): Promise<string[][]> {
  const groups: string[][] = [];
  let room = 0;
  for (const path of paths) {
    const size = (await stat(path)).size * share;
    if (groups.length === 0 || size > room) {
      groups.push([]);
      room = fileBytes;
    }
    groups.at(-1)?.push(path);
    room -= size;
  }
  return groups;
}

function numbered(number: number): string {
  return String(number).padStart(5, '0');
}
