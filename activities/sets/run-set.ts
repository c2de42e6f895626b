import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { noSpending } from '../../schemas/counts.ts';
import { TableManifestSchema, type TableManifest } from '../../schemas/table.ts';
import type { BuildRef, StageCall, TableRef, TableSummary } from '../../schemas/task.ts';
import { mapConcurrently } from '../engine/concurrently.ts';
import { needDocument, readDocument, toJson } from '../engine/documents.ts';
import { manifestKey, shardKey } from '../engine/keys.ts';
import { openBuildOf, type OpenBuild } from '../engine/open-plan.ts';
import type { WorkerParts } from '../engine/parts.ts';
import { stageOf, writeOutline } from '../engine/plan-flow.ts';
import { shardCount } from '../engine/shard-count.ts';
import { stageDigest, tableDigest } from '../engine/stage-digest.ts';
import { summaryOf } from '../engine/summary.ts';
import { withDuckDB, type DuckDB } from '../tables/duckdb.ts';
import { viewOf } from '../tables/select-shards.ts';
import { literal, parquetFormat } from '../tables/sql.ts';
import { writeShards } from '../tables/write-shards.ts';
import type { ImplementedSetStage } from './set-stage.ts';

export interface SetInput {
  readonly build: BuildRef;
  readonly call: StageCall;
  readonly input: TableRef;
}

/** Runs a set stage: SQL over the whole table, which keeps some rows and rejects the others. */
export async function runSet(
  { build: ref, call, input }: SetInput,
  sets: ReadonlyMap<string, ImplementedSetStage>,
  parts: WorkerParts,
  signal: AbortSignal,
): Promise<TableSummary> {
  const build = await openBuildOf(ref, parts);
  const implemented = sets.get(call.stage);
  if (implemented === undefined) throw new Error(`no set stage is called ${call.stage}`);
  const digest = await stageDigest(stageOf(build, call.stage), call, build);
  const before = await needDocument(build.store, manifestKey(input), TableManifestSchema);
  const shards = shardCount(before.counts.out, before.bytes, build.plan.config.sharding);
  const table: TableRef = { digest: tableDigest(digest, [input]), stage: call.stage, shards };
  const sealed = await readDocument(build.store, manifestKey(table), TableManifestSchema);
  if (sealed !== undefined) return summaryOf(sealed, true);
  await mkdir(parts.scratchDir, { recursive: true });
  const folder = await mkdtemp(join(parts.scratchDir, `${call.stage}-`));
  try {
    const manifest = await choose(folder, table, before, digest, implemented, call, build, parts, signal);
    return summaryOf(manifest, false);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function choose(
  folder: string,
  table: TableRef,
  before: TableManifest,
  digest: string,
  { stage, choose: choiceOf }: ImplementedSetStage,
  call: StageCall,
  build: OpenBuild,
  parts: WorkerParts,
  signal: AbortSignal,
): Promise<TableManifest> {
  const startedAt = new Date().toISOString();
  const { store, plan } = build;
  const { columns } = before;
  const indices = Array.from({ length: before.shards }, (_, index) => index);
  const paths = await mapConcurrently(indices, 8, (index) =>
    store.fetch(shardKey(before, index, 'rows'), folder),
  );
  const { keep, otherwise } = choiceOf(call.params, plan.config.seed);
  const options = { memoryLimit: parts.setMemory, scratchDir: parts.scratchDir, onDisk: true, signal };
  return withDuckDB(options, async (db) => {
    await viewOf(db, { name: 'input', columns, paths });
    await db.run(`CREATE TABLE chosen AS ${keep}`);
    const kept = 'SELECT * FROM input SEMI JOIN chosen USING (id)';
    const written = await writeShards(db, kept, columns, table.shards, join(folder, 'shards'));
    for (const { index, path } of written) await store.putFile(shardKey(table, index, 'rows'), path);
    const out = written.reduce((sum, { rows }) => sum + rows, 0);
    const rejected = await rejects(db, table.stage, otherwise, join(folder, 'rejects.parquet'));
    if (rejected > 0) await store.putFile(shardKey(table, 0, 'rejects'), join(folder, 'rejects.parquet'));
    const outline = {
      title: stage.title,
      stageDigest: digest,
      inputs: [{ digest: before.digest, stage: before.stage }],
      columns,
    };
    await writeOutline(build, table, outline);
    const manifest: TableManifest = {
      format: 'tunesmith-table-1',
      ...table,
      ...outline,
      counts: { in: before.counts.out, out, rejected, expanded: 0 },
      spending: noSpending,
      reasons: rejected > 0 ? { [otherwise]: rejected } : {},
      bytes: written.reduce((sum, { bytes }) => sum + bytes, 0),
      startedAt,
      finishedAt: new Date().toISOString(),
    };
    await store.replace(manifestKey(table), toJson(manifest));
    return manifest;
  });
}

/** Writes a reject for each row that was not chosen; returns how many there are. */
async function rejects(db: DuckDB, stage: string, reason: string, path: string): Promise<number> {
  await db.run(`COPY (SELECT id, ${literal(stage)} AS stage, ${literal(reason)} AS reason,
    CAST(NULL AS VARCHAR) AS detail, CAST(NULL AS VARCHAR) AS raw
    FROM input ANTI JOIN chosen USING (id) ORDER BY id) TO ${literal(path)} ${parquetFormat}`);
  const [count] = await db.rows('SELECT count(*) AS rows FROM input ANTI JOIN chosen USING (id)', {
    rows: z.int(),
  });
  return count?.rows ?? 0;
}
