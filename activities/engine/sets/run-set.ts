import { join } from 'node:path';
import { z } from 'zod';
import { own } from '../../../schemas/own.ts';
import { columnsOf } from '../../../schemas/table/column.ts';
import { reconciles } from '../../../schemas/table/counts.ts';
import type { AnySetStage } from '../../../schemas/table/stage.ts';
import type { TableManifest } from '../../../schemas/table/table.ts';
import type { BuildRef, StageCall, TableRef, TableSummary } from '../../../schemas/build/task.ts';
import { mapConcurrently } from '../../concurrently.ts';
import { openBuildOf, type OpenBuild } from '../build/open-plan.ts';
import type { Resources } from '../build/resources.ts';
import type { WorkerParts } from '../build/worker-parts.ts';
import { addColumns, without } from '../plan/plan-flow.ts';
import { completeTable, CountsDoNotReconcile } from '../plan/seal-flow.ts';
import { putWholeTable } from '../plan/whole-table.ts';
import { shardCount } from '../tables/shard-count.ts';
import { stageDigest, tableDigest } from '../plan/stage-digest.ts';
import { summaryOf } from '../tables/summary.ts';
import { contentOf, findEdition } from '../tables/table-state.ts';
import { withDuckDB, type DuckDB } from '../../parquet/duckdb.ts';
import { viewOf } from '../../parquet/select-shards.ts';
import { parquetFiles } from '../../parquet/sql.ts';
import { writeShards } from '../../parquet/write-shards.ts';
import { writeVerdicts } from './decide-in-order.ts';
import { createRejects, keptRows, mergeInto, rejectsInto, renamingProblem } from './set-sql.ts';
import type { ImplementedSetStage, TableReader } from './set-stage.ts';
import { withScratch } from '../../storage/scratch-folder.ts';

export interface SetInput {
  readonly build: BuildRef;
  readonly call: StageCall;
  readonly input: TableRef;
}

/** Runs a set stage over the whole table: it keeps some rows, adds columns to them, and rejects the others. */
export async function runSet(
  { build: ref, call, input }: SetInput,
  sets: ReadonlyMap<string, ImplementedSetStage>,
  parts: WorkerParts,
  signal: AbortSignal,
): Promise<TableSummary> {
  const build = await openBuildOf(ref, parts);
  const implemented = sets.get(call.stage);
  if (implemented === undefined) throw new Error(`no set stage is called ${call.stage}`);
  const digest = await stageDigest(implemented.stage, call, build);
  const before = await build.tables.whole(input);
  const beside = await openBeside(build, call, implemented.stage);
  const shards = shardCount(before.counts.out, before.bytes, build.plan.config.sharding);
  const digests = [input, ...beside.map(({ table }) => table)].map((each) => each.digest);
  const first: TableRef = { digest: tableDigest(digest, digests), stage: call.stage, shards };
  const content = contentOf(before);
  const { table, state } = await findEdition(
    build.store,
    first,
    ({ manifest }) =>
      manifest === undefined ||
      (manifest.inputs[0]?.content === content &&
        beside.every(({ table }, at) => manifest.beside?.[at]?.content === contentOf(table))),
  );
  if (state.manifest !== undefined) return summaryOf(state.manifest, true);
  return withScratch(parts.scratchDir, call.stage, async (folder) => {
    const read = [input, ...beside.map(({ table }) => table)];
    const manifest = await build.tables.reading(read, () =>
      choose(folder, table, before, beside, digest, implemented, call, build, parts, signal),
    );
    return summaryOf(await completeTable(build, manifest), false);
  });
}

/** A table that a set stage reads beside its input. */
interface Beside {
  readonly name: string;
  readonly table: TableManifest;
}

/** The tables that a stage reads beside its input, as its signature names them. */
async function openBeside(
  build: OpenBuild,
  { beside = {} }: StageCall,
  stage: AnySetStage,
): Promise<Beside[]> {
  return mapConcurrently(Object.entries(stage.beside ?? {}), 4, async ([name, shape]) => {
    const ref = own(beside, name);
    if (ref === undefined) throw new Error(`${stage.name} is called without its table "${name}"`);
    const table = await build.tables.whole(ref);
    const lacking = Object.keys(shape).filter(
      (wanted) => !table.columns.some((column) => column.name === wanted),
    );
    if (lacking.length > 0)
      throw new Error(`the table "${name}" of ${stage.name} has no column ${lacking.join(', ')}`);
    return { name, table };
  });
}

async function choose(
  folder: string,
  table: TableRef,
  before: TableManifest,
  beside: readonly Beside[],
  digest: string,
  implemented: ImplementedSetStage,
  call: StageCall,
  build: OpenBuild,
  parts: WorkerParts,
  signal: AbortSignal,
): Promise<TableManifest> {
  const startedAt = new Date().toISOString();
  const { plan } = build;
  const { stage } = implemented;
  const added = columnsOf(stage.adds.shape);
  const columns = addColumns(without(before.columns, call.without), added);
  const paths = await build.tables.fetchRows(before, folder);
  const options = { memoryLimit: parts.setMemory, scratchDir: parts.scratchDir, onDisk: true, signal };
  return withDuckDB(options, async (db) => {
    await viewOf(db, { name: 'input', columns: before.columns, paths });
    for (const { name, table } of beside)
      await viewOf(db, { name, columns: table.columns, paths: await build.tables.fetchRows(table, folder) });
    const { otherwise, merged: mergedSql } = await decide(db, implemented, call, plan.config.seed, folder, {
      build,
      parts,
      signal,
    });
    const merged = await mergeInto(db, mergedSql);
    if (typeof merged === 'object')
      throw new CountsDoNotReconcile(`${stage.name}: ${merged.wrong}; the table is refused`);
    const renames = stage.renames === true;
    const unnamed = renames ? await renamingProblem(db) : undefined;
    if (unnamed !== undefined)
      throw new CountsDoNotReconcile(`${stage.name}: ${unnamed}; the table is refused`);
    const kept = keptRows(columns, added, renames);
    const written = await writeShards(db, kept, columns, table.shards, join(folder, 'shards'));
    const out = written.reduce((sum, { rows }) => sum + rows, 0);
    await createRejects(db, table.stage, otherwise);
    const reasons = await rejectsInto(db, join(folder, 'rejects.parquet'));
    const rejected = Object.values(reasons).reduce((sum, rows) => sum + rows, 0);
    const counts = {
      in: before.counts.out,
      out,
      rejected,
      expanded: 0,
      ...(stage.merges === true ? { merged } : {}),
    };
    if (!reconciles(counts))
      throw new CountsDoNotReconcile(
        `${stage.name}: ${counts.in} rows came to it, ${out} were chosen, ${rejected} rejected and ${merged} merged; ` +
          'it gives a row twice, or the reason of a row twice',
      );
    const outline = {
      origin: tableDigest(digest, [before.origin, ...beside.map(({ table }) => table.origin)]),
      title: stage.title,
      stageDigest: digest,
      inputs: [contentRef(before)],
      ...(beside.length === 0 ? {} : { beside: beside.map(({ table }) => contentRef(table)) }),
      columns,
    };
    const rejects = { path: join(folder, 'rejects.parquet'), rows: rejected };
    const whole = { table, outline, written, counts, reasons, startedAt };
    return putWholeTable(build, rejected > 0 ? { ...whole, rejects } : whole, folder);
  });
}

function contentRef(table: TableManifest) {
  return { digest: table.digest, stage: table.stage, content: contentOf(table) };
}

/**
 * Makes `chosen` (ids that stay, with the columns added) and `why` (reasons of others); returns the reason of rows that
 * neither names, and the SQL of those that were merged into others.
 */
async function decide(
  db: DuckDB,
  implemented: ImplementedSetStage,
  { params }: StageCall,
  seed: number,
  folder: string,
  resources: Resources,
): Promise<{ readonly otherwise: string; readonly merged?: string }> {
  if (implemented.kind === 'sql') {
    const choice = await implemented.choose(params, seed, resources);
    const { keep, otherwise, why } = choice;
    await db.run(`CREATE TABLE chosen AS ${keep}`);
    await db.run(`CREATE TABLE why AS ${why ?? noReasons}`);
    return 'merged' in choice ? { otherwise, merged: choice.merged } : { otherwise };
  }
  const table: TableReader = {
    rows: (sql, columns) => db.stream(sql, columns),
    vectors: (sql) => db.streamFloats(sql),
  };
  const verdicts = await implemented.verdicts(params, seed, resources, table);
  const { adds } = implemented.stage;
  const { chosen, rejected } = await writeVerdicts(verdicts, adds.shape, folder, resources.signal);
  await db.run(`CREATE VIEW chosen AS SELECT * FROM ${parquetFiles(chosen)}`);
  await db.run(`CREATE VIEW why AS SELECT * FROM ${parquetFiles(rejected)}`);
  const { name } = implemented.stage;
  const [undecided] = await db.rows(
    'SELECT count(*) AS rows FROM (SELECT id FROM input) ANTI JOIN (SELECT id FROM chosen UNION ALL SELECT id FROM why) USING (id)',
    { rows: z.int() },
  );
  if (undecided !== undefined && undecided.rows > 0)
    throw new CountsDoNotReconcile(
      `${name} gives no verdict of ${undecided.rows} rows; the table is refused`,
    );
  return { otherwise: 'no verdict' };
}

const noReasons = "SELECT '' AS id, '' AS reason, '' AS detail WHERE false";
