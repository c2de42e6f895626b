import { columnsOf, type Column } from '../../schemas/column.ts';
import { recipeOf } from '../../schemas/recipes/index.ts';
import type { AnyRowStage, AnyStage } from '../../schemas/stage.ts';
import type { TableOutline } from '../../schemas/table.ts';
import type { BuildRef, PlannedFlow, StageCall, Step, TableRef } from '../../schemas/task.ts';
import { earlierTable } from './earlier-tables.ts';
import { manifestKey, outlineKey } from './keys.ts';
import { toJson } from './documents.ts';
import { openBuildOf, type OpenBuild } from './open-plan.ts';
import type { WorkerParts } from './parts.ts';
import { stageDigest, tableDigest } from './stage-digest.ts';

/**
 * Addresses every table of a flow before it runs, and says which are complete already: an unchanged prefix of a
 * recipe costs nothing. Where the same stage made a table of other rows before, the step says which.
 */
export async function planFlow(
  { build: ref, input, calls }: { build: BuildRef; input: TableRef; calls: StageCall[] },
  parts: WorkerParts,
): Promise<PlannedFlow> {
  const build = await openBuildOf(ref, parts);
  const steps: Step[] = [];
  let from = input;
  let columns = (await build.outline(input)).columns;
  for (const call of calls) {
    const stage = rowStageOf(build, call.stage);
    const digest = await stageDigest(stage, call, build);
    const output: TableRef = { digest: tableDigest(digest, [from]), stage: stage.name, shards: from.shards };
    const before = columns;
    columns = addColumns(columns, columnsOf(stage.adds.shape));
    await writeOutline(build, output, {
      title: stage.title,
      stageDigest: digest,
      inputs: [{ digest: from.digest, stage: from.stage }],
      columns,
      ...(stage.role === undefined ? {} : { model: build.role(stage.role).role.model }),
    });
    const earlier = await earlierTable(
      build,
      { columns: before },
      { ...output, stageDigest: digest, columns },
    );
    steps.push({ call, input: from, output, ...(earlier === undefined ? {} : { earlier }) });
    from = output;
  }
  const complete = await Promise.all(steps.map(({ output }) => build.store.has(manifestKey(output))));
  const firstOpen = complete.indexOf(false);
  return { steps, complete: firstOpen === -1 ? steps.length : firstOpen };
}

export async function writeOutline(
  build: OpenBuild,
  table: TableRef,
  outline: Omit<TableOutline, 'format' | 'digest' | 'stage' | 'shards'>,
): Promise<void> {
  const { digest, stage, shards } = table;
  const document: TableOutline = { format: 'tunesmith-table-1', digest, stage, shards, ...outline };
  await build.store.putBytes(outlineKey(table), toJson(document));
}

export function stageOf(build: OpenBuild, name: string): AnyStage {
  const recipe = recipeOf(build.plan.config.recipe);
  const stage = recipe.stages.find((each) => each.name === name);
  if (stage === undefined) throw new Error(`the recipe ${recipe.name} does not list the stage ${name}`);
  return stage;
}

function rowStageOf(build: OpenBuild, name: string): AnyRowStage {
  const stage = stageOf(build, name);
  if (stage.kind !== 'row') throw new Error(`${name} is a set stage; it cannot stand in a flow`);
  return stage;
}

/** A column that a stage adds again takes the place of the one before it. */
export function addColumns(columns: readonly Column[], added: readonly Column[]): Column[] {
  return [...columns.filter(({ name }) => !added.some((column) => column.name === name)), ...added];
}
