import { columnsOf, type Column } from '../../../schemas/table/column.ts';
import { recipeOf } from '../../../schemas/recipes/index.ts';
import { rolesAsked, type AnyRowStage, type AnyStage } from '../../../schemas/table/stage.ts';
import type { TableOutline } from '../../../schemas/table/table.ts';
import type { BuildRef, PlannedFlow, StageCall, Step, TableRef } from '../../../schemas/build/task.ts';
import { earlierTable } from './earlier-tables.ts';
import { outlineKey } from '../tables/keys.ts';
import { toJson } from '../../storage/stored-json.ts';
import { openBuildOf, type OpenBuild } from '../build/open-plan.ts';
import type { WorkerParts } from '../build/worker-parts.ts';
import { stageDigest, tableDigest } from './stage-digest.ts';
import { findEdition, type TableState } from '../tables/table-state.ts';

/**
 * Addresses every table of a flow before it runs, and says which are complete already: an unchanged prefix of a
 * recipe costs nothing. Where the same stage made a table of other rows before, the step says which. A table that lacks
 * files, or was made of an edition of its input that is gone, is left as it is, and another edition is begun.
 */
export async function planFlow(
  { build: ref, input, calls }: { build: BuildRef; input: TableRef; calls: StageCall[] },
  parts: WorkerParts,
): Promise<PlannedFlow> {
  const build = await openBuildOf(ref, parts);
  const steps: Step[] = [];
  let from = input;
  let { columns, origin } = await build.tables.outline(input);
  let shards: TableState['shards'] = new Map((await build.tables.whole(input)).files.entries());
  let complete = 0;
  for (const call of calls) {
    const stage = rowStageOf(build, call.stage);
    const digest = await stageDigest(stage, call, build);
    const first: TableRef = {
      digest: tableDigest(digest, [from.digest]),
      stage: stage.name,
      shards: from.shards,
    };
    const before = { columns, shards };
    const { table: output, state } = await findEdition(build.store, first, (found) =>
      madeOf(found, before.shards),
    );
    columns = addColumns(without(columns, call.without), columnsOf(stage.adds.shape));
    origin = tableDigest(digest, [origin]);
    await writeOutline(build, output, {
      origin,
      title: stage.title,
      stageDigest: digest,
      inputs: [{ digest: from.digest, stage: from.stage }],
      columns,
      ...modelsOf(stage, build),
    });
    const earlier = await earlierTable(build, before, { ...output, stageDigest: digest, columns });
    if (complete === steps.length && state.manifest !== undefined) complete += 1;
    steps.push({ call, input: from, output, ...(earlier === undefined ? {} : { earlier }) });
    shards = state.shards;
    from = output;
  }
  return { steps, complete };
}

/** The models that a stage asks, for people. */
function modelsOf(stage: AnyRowStage, build: OpenBuild): Pick<TableOutline, 'model'> {
  const models = rolesAsked(stage).map((name) => build.role(name).role.model);
  return models.length === 0 ? {} : { model: [...new Set(models)].join(', ') };
}

/** Every shard that is done was made of the shard that the input has now, as far as that is done. */
function madeOf({ shards }: TableState, input: TableState['shards']): boolean {
  for (const [index, made] of shards) {
    const rows = input.get(index)?.rows;
    if (rows !== undefined && made.input !== rows.sha256) return false;
  }
  return true;
}

/** What a table will be. Written once: of builds that make the same table at the same time, any may be first. */
export async function writeOutline(
  build: OpenBuild,
  { digest, stage, shards }: TableRef,
  outline: Omit<TableOutline, 'format' | 'digest' | 'stage' | 'shards'>,
): Promise<void> {
  const document: TableOutline = { format: 'tunesmith-table-2', digest, stage, shards, ...outline };
  await build.store.putBytes(outlineKey({ digest, stage }), toJson(document));
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

/** Columns of a table that the next one is to be made without. */
export function without(columns: readonly Column[], names: readonly string[] = []): Column[] {
  return columns.filter(({ name }) => !names.includes(name));
}

/** A column that a stage adds again takes the place of the one before it. */
export function addColumns(columns: readonly Column[], added: readonly Column[]): Column[] {
  return [...columns.filter(({ name }) => !added.some((column) => column.name === name)), ...added];
}
