import {
  addCounts,
  addReasons,
  addSpending,
  noCounts,
  noSpending,
  reconciles,
} from '../../schemas/counts.ts';
import type { Recipe } from '../../schemas/recipe.ts';
import { recipeOf } from '../../schemas/recipes/index.ts';
import {
  ShardManifestSchema,
  TableManifestSchema,
  type Counts,
  type TableManifest,
} from '../../schemas/table.ts';
import type { BuildRef, PlannedFlow, Step, TableSummary } from '../../schemas/task.ts';
import { mapConcurrently } from './concurrently.ts';
import { needDocument, readDocument, toJson } from './documents.ts';
import { rememberTable } from './earlier-tables.ts';
import { manifestKey, shardKey } from './keys.ts';
import { openBuildOf, type OpenBuild } from './open-plan.ts';
import type { WorkerParts } from './parts.ts';
import { summaryOf } from './summary.ts';

/** A table whose rows in are not its rows out and rejects: something was lost, and it is refused. */
export class CountsDoNotReconcile extends Error {
  override name = 'CountsDoNotReconcile';
}

/** A stage rejected more than the config allows. */
export class TooManyRejects extends Error {
  override name = 'TooManyRejects';
}

/** Completes a flow's tables: every shard is there, its counts reconcile, and they are what came out before it. */
export async function sealFlow(
  { build: ref, flow }: { build: BuildRef; flow: PlannedFlow },
  parts: WorkerParts,
): Promise<TableSummary[]> {
  const build = await openBuildOf(ref, parts);
  const summaries: TableSummary[] = [];
  for (const step of flow.steps) summaries.push(await sealStep(step, build));
  return summaries;
}

async function sealStep(step: Step, build: OpenBuild): Promise<TableSummary> {
  const { store, plan } = build;
  const { input: from, output: to } = step;
  const sealed = await readDocument(store, manifestKey(to), TableManifestSchema);
  if (sealed !== undefined) {
    await rememberTable(build, sealed.stageDigest, { input: from, output: to });
    return summaryOf(sealed, true);
  }
  const input = await needDocument(store, manifestKey(step.input), TableManifestSchema);
  const indices = Array.from({ length: step.output.shards }, (_, index) => index);
  const manifests = await mapConcurrently(indices, 32, (index) =>
    needDocument(store, shardKey(step.output, index, 'manifest'), ShardManifestSchema),
  );
  const manifest: TableManifest = {
    ...(await build.outline(step.output)),
    counts: manifests.map(({ counts }) => counts).reduce(addCounts, noCounts),
    spending: manifests.map(({ spending }) => spending).reduce(addSpending, noSpending),
    reasons: manifests.map(({ reasons }) => reasons).reduce(addReasons, {}),
    bytes: manifests.reduce((sum, { bytes }) => sum + bytes, 0),
    copied: manifests.reduce((sum, { copied = 0 }) => sum + copied, 0),
    startedAt: manifests.map(({ startedAt }) => startedAt).reduce((a, b) => (a < b ? a : b)),
    finishedAt: manifests.map(({ finishedAt }) => finishedAt).reduce((a, b) => (a > b ? a : b)),
  };
  check(manifest, input.counts);
  checkRejects(manifest, recipeOf(plan.config.recipe), plan.config.rejects.maxShare);
  await store.replace(manifestKey(to), toJson(manifest));
  await rememberTable(build, manifest.stageDigest, { input: from, output: to });
  return summaryOf(manifest, false);
}

function check({ stage, counts }: TableManifest, before: Counts): void {
  if (reconciles(counts) && counts.in === before.out) return;
  const { in: rows, out, rejected, expanded } = counts;
  throw new CountsDoNotReconcile(
    `${stage}: ${before.out} rows came to it, ${rows} were read (+ ${expanded} expanded), ` +
      `${out} are in its table and ${rejected} in its rejects; the table is refused`,
  );
}

function checkRejects(
  { stage: name, counts, reasons }: TableManifest,
  recipe: Recipe,
  maxShare: number,
): void {
  const stage = recipe.stages.find((each) => each.name === name);
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
