import { join } from 'node:path';
import { z } from 'zod';
import { columnsOf, type Column } from '../../../schemas/table/column.ts';
import type { TableManifest } from '../../../schemas/table/table.ts';
import type { BuildRef, TableRef, TableSummary } from '../../../schemas/build/task.ts';
import { collectGarbage } from '../../parquet/collect-garbage.ts';
import { listSources } from '../../corpus/list-sources.ts';
import type { SourceFile } from '../../../schemas/table/corpus.ts';
import { objectsBeside } from '../../corpus/s3-source.ts';
import { digestOf } from '../../digest.ts';
import type { Report } from '../build/report.ts';
import { openBuildOf, type OpenBuild } from '../build/open-plan.ts';
import type { WorkerParts } from '../build/worker-parts.ts';
import { completeTable } from '../plan/seal-flow.ts';
import { putWholeTable } from '../plan/whole-table.ts';
import { shardCount } from '../tables/shard-count.ts';
import { tableLayout } from '../plan/stage-digest.ts';
import { findEdition } from '../tables/table-state.ts';
import { withDuckDB, type DuckDB } from '../../parquet/duckdb.ts';
import { closeRowDatabase } from '../../parquet/row-database.ts';
import { writeShards } from '../../parquet/write-shards.ts';
import { ImportBatches } from './import-batches.ts';
import { importKind, type ImportKind, type ImportPart, type importKinds } from './import-kind.ts';
import { checkColumns, ColumnsMet } from './columns-met.ts';
import { keepImportFiles } from './import-files.ts';
import { importSummary, keepImport, knownImport } from './import-record.ts';
import { contentDigest, createImport, reasonCounts, rejectsInto } from './import-sql.ts';
import { withScratch } from '../../storage/scratch-folder.ts';

export interface ImportInput {
  readonly build: BuildRef;
  readonly kind: (typeof importKinds)[number];
  readonly corpus: unknown;
}

const stage = 'import';

/** Rows after which memory counts more than a tenth of a second. */
const many = 50_000;

/** Passes of bounded buffers sort any corpus in less than 100 MB, and more would only fill with what is read once. */
const memoryLimit = '112MB';

/**
 * Reads a corpus into a table: rows by the hash of their content, so exact duplicates meet and the first stays. The
 * same files with the same settings are not read again; the same rows in other files give the same table.
 */
export async function importCorpus(
  input: ImportInput,
  worker: WorkerParts,
  signal: AbortSignal,
  report: Report,
): Promise<TableSummary> {
  const build = await openBuildOf(input.build, worker);
  const kind = importKind(input.kind, input.corpus);
  // The next step needs it, and loading it takes a third of a second: time that DuckDB's threads use here.
  void build.tokenizer().catch(() => undefined);
  const objects = objectsBeside(build.plan.config.store);
  const parts: Listed[] = [];
  for (const part of kind.parts) parts.push({ part, files: await listSources(part.input, '.', objects) });
  const digest = importDigest(
    parts.flatMap(({ files }) => files),
    kind,
    build,
  );
  await keepImportFiles(
    build.store,
    digest,
    parts.flatMap(({ files }) => files),
  );
  const known = await knownImport(build.store, digest);
  if (known !== undefined) {
    checkColumns(build.plan, known.record.fields);
    return importSummary(digest, known.record, known.manifest, true);
  }
  return withScratch(worker.scratchDir, 'import', async (folder) => {
    return await importInto(folder, parts, kind, digest, build, worker, signal, report);
  });
}

interface Listed {
  readonly part: ImportPart;
  readonly files: readonly SourceFile[];
}

/** What decides the rows: the files as they are, and how they are read and cut. */
function importDigest(files: readonly SourceFile[], { corpus, shape }: ImportKind, build: OpenBuild): string {
  return digestOf({
    layout: tableLayout,
    files: files.map(({ uri, fingerprint }) => [uri, fingerprint]),
    corpus,
    columns: columnsOf(shape),
    sharding: build.plan.config.sharding,
  });
}

async function importInto(
  folder: string,
  parts: readonly Listed[],
  kind: ImportKind,
  digest: string,
  build: OpenBuild,
  worker: WorkerParts,
  signal: AbortSignal,
  report: Report,
): Promise<TableSummary> {
  const startedAt = new Date().toISOString();
  const met = new ColumnsMet();
  const batches = await readAll(folder, parts, kind, met, build, signal, report);
  checkColumns(build.plan, met.names);
  const columns = columnsOf(kind.shape);
  const { store, plan } = build;
  // Of many rows, a second thread would hold as much again.
  const threads = batches.read > many ? 1 : 2;
  const options = { memoryLimit, scratchDir: worker.scratchDir, onDisk: true, threads, signal };
  return withDuckDB(options, async (db) => {
    report('sorting into shards');
    if (batches.read > many) {
      collectGarbage();
      await closeRowDatabase();
    }
    await createImport(db, batches, columns);
    const [count] = await db.rows('SELECT count(*) AS rows FROM kept', { rows: z.int() });
    const rows = count?.rows ?? 0;
    const shards = shardCount(rows, batches.bytes, plan.config.sharding);
    const content = await contentDigest(db, columns);
    const origin = digestOf({ layout: tableLayout, stage, columns, shards, content });
    // The same rows in other files, or an attempt beside this one, may have made the table.
    const { table, state } = await findEdition(store, { digest: origin, stage, shards }, () => true);
    const manifest =
      state.manifest ?? (await writeTable(db, { build, table, origin, columns, rows, startedAt, folder }));
    const rejectPath = join(folder, 'all-rejects.parquet');
    const rejected = await rejectsInto(db, rejectPath);
    const record = await keepImport(
      store,
      digest,
      {
        table,
        counts: { in: batches.read, out: rows, rejected, expanded: 0 },
        reasons: await reasonCounts(db),
        fields: met.names,
      },
      rejectPath,
    );
    return importSummary(digest, record, manifest, false);
  });
}

interface NewTable {
  readonly build: OpenBuild;
  readonly table: TableRef;
  readonly origin: string;
  readonly columns: Column[];
  readonly rows: number;
  readonly startedAt: string;
  readonly folder: string;
}

/** Writes the rows that are kept as a table. What else was met in the files is the import's, not the table's. */
async function writeTable(
  db: DuckDB,
  { build, table, origin, columns, rows, startedAt, folder }: NewTable,
): Promise<TableManifest> {
  const written = await writeShards(db, 'SELECT * FROM kept', columns, table.shards, join(folder, 'shards'));
  const outline = { origin, title: 'Import', stageDigest: digestOf({ stage, columns }), inputs: [], columns };
  const counts = { in: rows, out: rows, rejected: 0, expanded: 0 };
  return completeTable(
    build,
    await putWholeTable(build, { table, outline, written, counts, startedAt }, folder),
  );
}

async function readAll(
  folder: string,
  parts: readonly Listed[],
  kind: ImportKind,
  met: ColumnsMet,
  build: OpenBuild,
  signal: AbortSignal,
  report: Report,
): Promise<ImportBatches> {
  const batches = new ImportBatches(folder, kind.shape);
  const io = { objects: objectsBeside(build.plan.config.store), scratch: folder };
  for (const { part, files } of parts)
    for await (const line of part.lines(files, io)) {
      signal.throwIfAborted();
      const { origin } = line;
      if ('row' in line) {
        met.note(line.row['fields']);
        await batches.row(line.row, line.bytes, origin);
      } else {
        const { reason, detail, raw } = line.reject;
        await batches.reject({
          id: origin,
          stage,
          reason,
          detail: detail === null ? origin : `${origin}: ${detail}`,
          raw,
        });
      }
      if (batches.read % 1000 === 0) report(`${batches.read} records read`);
    }
  await batches.finish();
  return batches;
}
