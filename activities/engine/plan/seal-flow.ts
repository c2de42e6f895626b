import {
  addCounts,
  addReasons,
  addSpending,
  noCounts,
  noSpending,
  reconciles,
} from '../../../schemas/table/counts.ts';
import type { BuildConfig } from '../../../schemas/build/build.ts';
import { recipeOf } from '../../../schemas/recipes/index.ts';
import type { Counts, ShardManifest, TableManifest } from '../../../schemas/table/table.ts';
import type { BuildRef, PlannedFlow, Step, TableRef, TableSummary } from '../../../schemas/build/task.ts';
import { checkFiles } from '../tables/check-files.ts';
import { mapConcurrently } from '../../concurrently.ts';
import { toJson } from '../../storage/stored-json.ts';
import { rememberTable } from './earlier-tables.ts';
import { manifestKey, shardManifestKey, tableFolder } from '../tables/keys.ts';
import { openBuildOf, type OpenBuild } from '../build/open-plan.ts';
import type { WorkerParts } from '../build/worker-parts.ts';
import { summaryOf } from '../tables/summary.ts';
import { TableDamaged } from '../tables/table-damaged.ts';
import { unusableLabels } from '../tables/unusable-labels.ts';
import { withScratch } from '../../storage/scratch-folder.ts';

/** A table whose rows in are not its rows out and rejects: something was lost, and it is refused. */
export class CountsDoNotReconcile extends Error {
  override name = 'CountsDoNotReconcile';
}

/** A stage rejected more than the config allows. */
export class TooManyRejects extends Error {
  override name = 'TooManyRejects';
}

/** A stage could not read its label for more rows than the config allows. */
export class TooManyUnusable extends Error {
  override name = 'TooManyUnusable';
}

/**
 * Completes a flow's tables: every shard is there, made of the shard before it as it is now, its counts reconcile with
 * what came out before it, and its files hold what the counts tell.
 */
export async function sealFlow(
  { build: ref, flow }: { build: BuildRef; flow: PlannedFlow },
  parts: WorkerParts,
): Promise<TableSummary[]> {
  const build = await openBuildOf(ref, parts);
  const summaries: TableSummary[] = [];
  for (const step of flow.steps) summaries.push(await sealStep(step, build, parts.scratchDir));
  return summaries;
}

async function sealStep(step: Step, build: OpenBuild, scratchDir: string): Promise<TableSummary> {
  const { plan, tables } = build;
  const { input: from, output: to } = step;
  const sealed = await tables.sealed(to);
  if (sealed !== undefined) {
    // Another build made it, and may have been allowed more.
    checkLimits(sealed, plan.config);
    await rememberTable(build, sealed.stageDigest, { input: from, output: to });
    return summaryOf(sealed, true);
  }
  const input = await tables.manifest(from);
  const indices = Array.from({ length: to.shards }, (_, index) => index);
  const manifests = await mapConcurrently(indices, 32, (index) => outcomeOf(build, to, input, index));
  const manifest: TableManifest = {
    ...(await tables.outline(to)),
    files: manifests.map(({ files }) => files),
    counts: manifests.map(({ counts }) => counts).reduce(addCounts, noCounts),
    spending: manifests.map(({ spending }) => spending).reduce(addSpending, noSpending),
    reasons: manifests.map(({ reasons }) => reasons).reduce(addReasons, {}),
    bytes: manifests.reduce((sum, { files }) => sum + files.rows.bytes, 0),
    copied: manifests.reduce((sum, { copied = 0 }) => sum + copied, 0),
    startedAt: manifests.map(({ startedAt }) => startedAt).reduce((a, b) => (a < b ? a : b)),
    finishedAt: manifests.map(({ finishedAt }) => finishedAt).reduce((a, b) => (a > b ? a : b)),
  };
  checkCounts(manifest, input.counts);
  checkRejects(manifest, plan.config);
  await checkTable(build, manifest, scratchDir);
  const labelled = await withLabels(build, manifest);
  checkLabels(labelled, plan.config);
  const complete = await completeTable(build, labelled);
  await rememberTable(build, complete.stageDigest, { input: from, output: to });
  return summaryOf(complete, false);
}

/** Counts the labels that could not be had. */
async function withLabels({ plan, tables }: OpenBuild, manifest: TableManifest): Promise<TableManifest> {
  const stage = recipeOf(plan.config.recipe).stages.find(({ name }) => name === manifest.stage);
  const labels = stage?.kind === 'row' ? (stage.labels ?? []) : [];
  if (labels.length === 0) return manifest;
  const unusable = await tables.reading([manifest], () =>
    unusableLabels(labels, manifest.files, ({ rows }) => tables.fetch(manifest, rows)),
  );
  return Object.keys(unusable).length === 0 ? manifest : { ...manifest, unusable };
}

async function outcomeOf(
  { tables, store }: OpenBuild,
  table: TableRef,
  input: TableManifest,
  index: number,
): Promise<ShardManifest> {
  const outcome = await tables.outcome(table, index);
  const place = store.locate(shardManifestKey(table, index));
  if (outcome === undefined) throw new TableDamaged(table, `${place} is not there`);
  if (outcome.files.input !== input.files[index]?.rows.sha256)
    throw new TableDamaged(table, `${place} was made of rows that are not there any more`);
  return outcome;
}

/**
 * Writes a table's manifest, unless another attempt or build has: theirs counts then, and is given. Throws TableDamaged
 * where theirs was removed at this very moment.
 */
export async function completeTable(
  { store, tables }: OpenBuild,
  manifest: TableManifest,
): Promise<TableManifest> {
  if ((await store.putBytes(manifestKey(manifest), toJson(manifest))) === 'written') return manifest;
  return tables.manifest(manifest);
}

/**
 * Holds a table's manifest against its files. Throws TableDamaged where a file is not the one that it names, and
 * CountsDoNotReconcile where the files are, and do not hold every row once.
 */
export async function checkTable(
  { tables, store }: OpenBuild,
  manifest: TableManifest,
  scratchDir: string,
): Promise<void> {
  const { out, rejected } = manifest.counts;
  const rows = manifest.files.reduce((sum, file) => sum + file.rows.rows, 0);
  const rejects = manifest.files.reduce((sum, file) => sum + (file.rejects?.rows ?? 0), 0);
  const place = store.locate(tableFolder(manifest));
  if (rows !== out || rejects !== rejected)
    throw new CountsDoNotReconcile(
      `${place}: its counts tell of ${out} rows and ${rejected} rejects, its files of ${rows} and ${rejects}; ` +
        'the table is refused',
    );
  await withScratch(scratchDir, 'check', async (scratch) => {
    const fault = await tables.reading([manifest], () =>
      checkFiles(
        manifest.files,
        async (files) => ({
          rows: await tables.fetch(manifest, files.rows),
          ...(files.rejects === undefined ? {} : { rejects: await tables.fetch(manifest, files.rejects) }),
        }),
        scratch,
      ),
    );
    if (fault?.kind === 'damaged') throw new TableDamaged(manifest, fault.what);
    if (fault !== undefined) throw new CountsDoNotReconcile(`${place}: ${fault.what}; the table is refused`);
  });
}

function checkCounts({ stage, counts }: TableManifest, before: Counts): void {
  if (reconciles(counts) && counts.in === before.out) return;
  const { in: rows, out, rejected, expanded } = counts;
  throw new CountsDoNotReconcile(
    `${stage}: ${before.out} rows came to it, ${rows} were read (+ ${expanded} expanded), ` +
      `${out} are in its table and ${rejected} in its rejects; the table is refused`,
  );
}

/** Holds a complete table against what a build's config allows. Throws TooManyRejects and TooManyUnusable. */
function checkLimits(manifest: TableManifest, config: BuildConfig): void {
  checkRejects(manifest, config);
  checkLabels(manifest, config);
}

function checkRejects(
  { stage: name, counts, reasons }: TableManifest,
  { recipe, rejects: { maxShare } }: BuildConfig,
): void {
  const stage = recipeOf(recipe).stages.find((each) => each.name === name);
  if (maxShare >= 1 || stage?.kind !== 'row' || counts.in === 0) return;
  const faults = Object.entries(reasons).filter(([reason]) => stage.filters?.includes(reason) !== true);
  const rejected = faults.reduce((sum, [, rows]) => sum + rows, 0);
  if (rejected / counts.in <= maxShare) return;
  const worst = faults.sort(([, a], [, b]) => b - a)[0];
  throw new TooManyRejects(
    `${name} rejected ${rejected} of ${counts.in} rows, more than rejects.maxShare (${maxShare}) allows; ` +
      `most often: ${worst?.[0] ?? 'no reason'}. See them with \`tunesmith inspect\``,
  );
}

function checkLabels(
  { stage, counts, unusable = {} }: TableManifest,
  { labels: { maxUnusable } }: BuildConfig,
): void {
  const [worst] = Object.entries(unusable).sort(([, a], [, b]) => b - a);
  if (worst === undefined) return;
  const [label, rows] = worst;
  if (rows / counts.out > maxUnusable)
    throw new TooManyUnusable(
      `${stage}: the model's answers gave no ${label} for ${rows} of ${counts.out} rows, more than ` +
        `labels.maxUnusable (${maxUnusable}) allows. Look at what the model answers to the prompt; the answers are kept`,
    );
}
