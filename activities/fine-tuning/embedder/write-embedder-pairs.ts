import { createWriteStream, type WriteStream } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import type { BankRef } from '../../../schemas/bank.ts';
import { EmbedderTrainingSchema, judgedMatchShape } from '../../../schemas/recipes/embedder-pairs.ts';
import {
  TrainingFilesSchema,
  type BuildRef,
  type TableRef,
  type TrainingFiles,
} from '../../../schemas/task.ts';
import { TrainingNameSchema } from '../../../schemas/training.ts';
import { inBatches, shardKeys } from '../../dataset/table-parts.ts';
import { digestOf } from '../../digest.ts';
import type { Report } from '../../engine/beat.ts';
import { readDocument, toJson } from '../../engine/documents.ts';
import { openBuildOf } from '../../engine/open-plan.ts';
import type { WorkerParts } from '../../engine/parts.ts';
import type { Store } from '../../storage/store.ts';
import { withDuckDB, type DuckDB } from '../../tables/duckdb.ts';
import { parquetFiles } from '../../tables/sql.ts';
import { labelledPair, tripletsOf, type JudgedMatch } from './training-pairs.ts';
import { embedderReadme } from './readme.ts';

export interface EmbedderPairs {
  readonly build: BuildRef;
  /** A table with the columns of `judgedMatchShape`. */
  readonly table: TableRef;
  /** The bank whose templates were matched: it has their descriptions. */
  readonly bank: BankRef;
  /** What the files are called after. */
  readonly name: string;
  readonly training: unknown;
}

/** Raise it when the same matches must be written in another form. */
const layout = 1;

const script = new URL('./train.py', import.meta.url);

/**
 * Writes judged matches as hard positives and negatives to fine-tune the embedder on (section 3.2), with a script that
 * does so, to `training/` in the store. One shard is in memory at a time; descriptions are looked up on disk. Written
 * once for each (table, name, settings).
 */
export async function writeEmbedderPairs(
  { build: ref, table, bank, name: given, training }: EmbedderPairs,
  parts: WorkerParts,
  signal: AbortSignal,
  report: Report,
): Promise<TrainingFiles> {
  const name = TrainingNameSchema.parse(given);
  const settings = EmbedderTrainingSchema.parse(training);
  const { store } = await openBuildOf(ref, parts);
  const digest = digestOf({ layout, table: table.digest, bank: bank.table.digest, name, settings });
  const folder = `training/${name}-${digest.slice(0, 12)}`;
  const done = await readDocument(store, `${folder}/training.json`, TrainingFilesSchema);
  if (done !== undefined) return done;
  await mkdir(parts.scratchDir, { recursive: true });
  const scratch = await mkdtemp(join(parts.scratchDir, 'training-'));
  try {
    const session = { memoryLimit: parts.setMemory, scratchDir: parts.scratchDir, onDisk: true, signal };
    const counts = await withDuckDB(session, async (db) => {
      await readDescriptions(db, store, table, bank.table, scratch);
      return writePairs(db, store, table, scratch, name, signal, report);
    });
    await copyFile(script, join(scratch, 'train.py'));
    await writeFile(join(scratch, `${name}.json`), toJson(settings));
    await writeFile(join(scratch, 'README.md'), embedderReadme(name, settings, counts));
    const files = [`${name}.pairs.jsonl`, `${name}.triplets.jsonl`, `${name}.json`, 'train.py', 'README.md'];
    for (const file of files) await store.putFile(`${folder}/${file}`, join(scratch, file));
    const written = { location: store.locate(folder), pairs: counts.positives + counts.negatives };
    await store.replace(`${folder}/training.json`, toJson(written));
    return written;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Makes `descriptions`, of the templates that the table has. */
async function readDescriptions(
  db: DuckDB,
  store: Store,
  table: TableRef,
  bank: TableRef,
  folder: string,
): Promise<void> {
  await db.run('CREATE TABLE wanted (template_id VARCHAR)');
  await db.run('CREATE TABLE descriptions (template_id VARCHAR, description VARCHAR)');
  await inBatches(store, await shardKeys(store, table, 'rows'), folder, async (paths) => {
    await db.run(
      `INSERT INTO wanted SELECT DISTINCT template_id FROM ${parquetFiles(paths)} ANTI JOIN wanted USING (template_id)`,
    );
  });
  await inBatches(store, await shardKeys(store, bank, 'rows'), folder, async (paths) => {
    await db.run(
      `INSERT INTO descriptions SELECT template_id, description FROM ${parquetFiles(paths)} SEMI JOIN wanted USING (template_id)`,
    );
  });
}

export interface PairCounts {
  positives: number;
  negatives: number;
  triplets: number;
  /** Matches with a version of the bank before this one, whose templates it has no more. */
  leftOut: number;
}

const matchShape = { ...judgedMatchShape, description: z.string().nullable() };

async function writePairs(
  db: DuckDB,
  store: Store,
  table: TableRef,
  folder: string,
  name: string,
  signal: AbortSignal,
  report: Report,
): Promise<PairCounts> {
  const pairs = createWriteStream(join(folder, `${name}.pairs.jsonl`));
  const triplets = createWriteStream(join(folder, `${name}.triplets.jsonl`));
  const counts: PairCounts = { positives: 0, negatives: 0, triplets: 0, leftOut: 0 };
  const keys = await shardKeys(store, table, 'rows');
  for (const [index, key] of keys.entries()) {
    signal.throwIfAborted();
    report(`shard ${String(index + 1)} of ${String(keys.length)}`);
    const path = await store.fetch(key, folder);
    const rows = await db.rows(
      `SELECT matches.*, description FROM ${parquetFiles([path])} AS matches
        LEFT JOIN descriptions USING (template_id) ORDER BY id`,
      matchShape,
    );
    const matches = rows.flatMap(({ description, ...row }): JudgedMatch[] =>
      description === null ? [] : [{ ...row, description }],
    );
    const positives = matches.filter(({ compatible }) => compatible).length;
    const threes = tripletsOf(matches);
    counts.positives += positives;
    counts.negatives += matches.length - positives;
    counts.triplets += threes.length;
    counts.leftOut += rows.length - matches.length;
    await append(pairs, matches.map(labelledPair));
    await append(triplets, threes);
  }
  for (const stream of [pairs, triplets]) {
    stream.end();
    await finished(stream);
  }
  return counts;
}

async function append(stream: WriteStream, records: readonly object[]): Promise<void> {
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  if (text !== '' && !stream.write(text)) await once(stream, 'drain');
}
