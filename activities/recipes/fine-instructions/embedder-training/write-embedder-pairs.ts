import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BankRef } from '../../../../schemas/recipes/fine-instructions/bank.ts';
import { EmbedderTrainingSchema } from '../../../../schemas/recipes/fine-instructions/embedder-pairs.ts';
import type { BuildRef, TableRef, TrainingFiles } from '../../../../schemas/build/task.ts';
import { TrainingNameSchema } from '../../../../schemas/training.ts';
import { digestOf } from '../../../digest.ts';
import { identityOf } from '../../../engine/tables/table-state.ts';
import type { Report } from '../../../engine/build/report.ts';
import { toJson } from '../../../storage/stored-json.ts';
import { openBuildOf } from '../../../engine/build/open-plan.ts';
import type { WorkerParts } from '../../../engine/build/worker-parts.ts';
import { putTraining, writtenTraining } from '../../../dataset/training/training-folder.ts';
import { withDuckDB } from '../../../parquet/duckdb.ts';
import { readDescriptions, writePairs } from './pair-files.ts';
import { embedderReadme } from './readme.ts';
import { withScratch } from '../../../storage/scratch-folder.ts';

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
  const { store, tables } = await openBuildOf(ref, parts);
  const matches = identityOf(await tables.manifest(table));
  const digest = digestOf({ layout, table: matches, bank: bank.table.digest, name, settings });
  const folder = `training/${name}-${digest.slice(0, 12)}`;
  const done = await writtenTraining(store, folder);
  if (done !== undefined) return done;
  return withScratch(parts.scratchDir, 'training', async (scratch) => {
    const session = { memoryLimit: parts.setMemory, scratchDir: parts.scratchDir, onDisk: true, signal };
    const counts = await withDuckDB(session, async (db) => {
      await readDescriptions(db, tables, table, bank.table, scratch);
      return writePairs(db, tables, table, scratch, name, signal, report);
    });
    await copyFile(script, join(scratch, 'train.py'));
    await writeFile(join(scratch, `${name}.json`), toJson(settings));
    await writeFile(join(scratch, 'README.md'), embedderReadme(name, settings, counts));
    const files = [`${name}.pairs.jsonl`, `${name}.triplets.jsonl`, `${name}.json`, 'train.py', 'README.md'];
    return await putTraining(store, folder, files, scratch, counts.positives + counts.negatives);
  });
}
