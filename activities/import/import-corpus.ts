import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { noSpending } from '../../schemas/counts.ts';
import { columnsOf } from '../../schemas/column.ts';
import { TableManifestSchema, type TableManifest } from '../../schemas/table.ts';
import { TableRefSchema, type BuildRef, type TableRef, type TableSummary } from '../../schemas/task.ts';
import { listSources } from '../corpus/list-sources.ts';
import type { SourceFile } from '../../schemas/corpus.ts';
import { openS3Source } from '../corpus/s3-source.ts';
import { digestOf } from '../digest.ts';
import type { Report } from '../engine/beat.ts';
import { readDocument, toJson } from '../engine/documents.ts';
import { manifestKey, shardKey } from '../engine/keys.ts';
import { openBuildOf, type OpenBuild } from '../engine/open-plan.ts';
import type { WorkerParts } from '../engine/parts.ts';
import { writeOutline } from '../engine/plan-flow.ts';
import { shardCount } from '../engine/shard-count.ts';
import { summaryOf } from '../engine/summary.ts';
import { withDuckDB } from '../tables/duckdb.ts';
import { writeShards } from '../tables/write-shards.ts';
import { ImportBatches } from './import-batches.ts';
import { importKind, type ImportKind, type importKinds } from './import-kind.ts';
import { contentDigest, createImport, reasonCounts, rejectsInto } from './import-sql.ts';

export interface ImportInput {
  readonly build: BuildRef;
  readonly kind: (typeof importKinds)[number];
  readonly corpus: unknown;
}

const stage = 'import';

/**
 * Reads a corpus into a table: rows by the hash of their content, so exact duplicates meet and the first stays. The
 * same files with the same settings are not read again; the same rows in other files give the same table.
 */
export async function importCorpus(
  input: ImportInput,
  parts: WorkerParts,
  signal: AbortSignal,
  report: Report,
): Promise<TableSummary> {
  const build = await openBuildOf(input.build, parts);
  const kind = importKind(input.kind, input.corpus);
  // The next step needs it, and loading it takes a third of a second: time that DuckDB's threads use here.
  void build.tokenizer().catch(() => undefined);
  const files = await listSources(kind.corpus, '.', () => openS3Source());
  const pointer = `imports/${importDigest(files, kind, build)}.json`;
  const known = await readDocument(build.store, pointer, TableRefSchema);
  if (known !== undefined) {
    const manifest = await readDocument(build.store, manifestKey(known), TableManifestSchema);
    if (manifest !== undefined) return summaryOf(manifest, true);
  }
  await mkdir(parts.scratchDir, { recursive: true });
  const folder = await mkdtemp(join(parts.scratchDir, 'import-'));
  try {
    const manifest = await importInto(folder, files, kind, build, parts, signal, report);
    await build.store.replace(pointer, toJson({ digest: manifest.digest, stage, shards: manifest.shards }));
    return summaryOf(manifest, false);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What decides the rows: the files as they are, and how they are read and cut. */
function importDigest(files: readonly SourceFile[], { corpus, shape }: ImportKind, build: OpenBuild): string {
  return digestOf({
    files: files.map(({ uri, fingerprint }) => [uri, fingerprint]),
    corpus,
    columns: columnsOf(shape),
    sharding: build.plan.config.sharding,
  });
}

async function importInto(
  folder: string,
  files: readonly SourceFile[],
  kind: ImportKind,
  build: OpenBuild,
  parts: WorkerParts,
  signal: AbortSignal,
  report: Report,
): Promise<TableManifest> {
  const startedAt = new Date().toISOString();
  const batches = await readAll(folder, files, kind, signal, report);
  const columns = columnsOf(kind.shape);
  const { store, plan } = build;
  const options = { memoryLimit: parts.setMemory, scratchDir: parts.scratchDir, onDisk: true, signal };
  return withDuckDB(options, async (db) => {
    report('sorting into shards');
    await createImport(db, batches, columns);
    const [count] = await db.rows('SELECT count(*) AS rows FROM kept', { rows: z.int() });
    const rows = count?.rows ?? 0;
    const shards = shardCount(rows, batches.bytes, plan.config.sharding);
    const content = await contentDigest(db, columns);
    const table: TableRef = { digest: digestOf({ stage, columns, shards, content }), stage, shards };
    const title = 'Import';
    const stageDigest = digestOf({ stage, columns });
    const written = await writeShards(db, 'SELECT * FROM kept', columns, shards, join(folder, 'shards'));
    for (const { index, path } of written) await store.putFile(shardKey(table, index, 'rows'), path);
    const rejectPath = join(folder, 'all-rejects.parquet');
    const rejected = await rejectsInto(db, rejectPath);
    // Other files may have given the same rows before, and other rejects.
    await store.remove(shardKey(table, 0, 'rejects'));
    if (rejected > 0) await store.putFile(shardKey(table, 0, 'rejects'), rejectPath);
    await writeOutline(build, table, { title, stageDigest, inputs: [], columns });
    const manifest: TableManifest = {
      format: 'tunesmith-table-1',
      ...table,
      title,
      stageDigest,
      inputs: [],
      columns,
      counts: { in: batches.read, out: rows, rejected, expanded: 0 },
      spending: noSpending,
      reasons: await reasonCounts(db),
      bytes: written.reduce((sum, { bytes }) => sum + bytes, 0),
      startedAt,
      finishedAt: new Date().toISOString(),
    };
    await store.replace(manifestKey(table), toJson(manifest));
    return manifest;
  });
}

async function readAll(
  folder: string,
  files: readonly SourceFile[],
  kind: ImportKind,
  signal: AbortSignal,
  report: Report,
): Promise<ImportBatches> {
  const batches = new ImportBatches(folder, kind.shape);
  for await (const line of kind.lines(files, { objects: () => openS3Source(), scratch: folder })) {
    signal.throwIfAborted();
    const { origin } = line;
    if ('row' in line) await batches.row(line.row, line.bytes, origin);
    else {
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
