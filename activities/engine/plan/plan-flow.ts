import { columnsOf, type Column } from '../../../schemas/table/column.ts';
import { recipeOf } from '../../../schemas/recipes/index.ts';
import { rolesAsked, type AnyRowStage, type AnyStage } from '../../../schemas/table/stage.ts';
import { TableOutlineSchema, type TableOutline } from '../../../schemas/table/table.ts';
import type { BuildRef, PlannedFlow, StageCall, Step, TableRef } from '../../../schemas/build/task.ts';
import { earlierTable } from './earlier-tables.ts';
import { outlineKey } from '../tables/keys.ts';
import { readStored, toJson } from '../../storage/stored-json.ts';
import { openBuildOf, type OpenBuild } from '../build/open-plan.ts';
import type { WorkerParts } from '../build/worker-parts.ts';
import { stageDigest, tableDigest } from './stage-digest.ts';
import { findEdition, lastBegun, type TableState } from '../tables/table-state.ts';
import { hasUnsettled } from '../tables/unsettled.ts';

/**
 * Addresses every table of a flow before it runs, and says which are complete already: an unchanged prefix of a
 * recipe costs nothing. Where the same stage made a table of other rows before, the step says which. A table that lacks
 * files, or was made of an edition of its input that is gone, or in which another build left rows whose request failed or
 * was refused, is left as it is, and another edition is begun: its settled rows are copied, the others asked again.
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
    const edition = await findEdition(
      build.store,
      first,
      async (found, table) => madeOf(found, before.shards) && (await isSettled(build, table, found)),
      // The one before the last is what the last is copied from.
      Math.max(1, (await lastBegun(build.store, first)) - 1),
    );
    const { table: output, state } = edition;
    columns = addColumns(without(columns, call.without), columnsOf(stage.adds.shape));
    origin = tableDigest(digest, [origin]);
    await writeOutline(build, output, {
      origin,
      title: stage.title,
      stageDigest: digest,
      inputs: [{ digest: from.digest, stage: from.stage }],
      build: build.plan.id,
      columns,
      ...modelsOf(stage, call, build),
    });
    const made = edition.before === undefined ? undefined : { input: from, output: edition.before };
    const earlier = await earlierTable(build, before, { ...output, stageDigest: digest, columns }, made);
    if (complete === steps.length && state.manifest !== undefined) complete += 1;
    steps.push({ call, input: from, output, ...(earlier === undefined ? {} : { earlier }) });
    shards = state.shards;
    from = output;
  }
  return { steps, complete };
}

/** The roles that a stage asks, and their models, for people. */
function modelsOf(
  stage: AnyRowStage,
  { params }: StageCall,
  build: OpenBuild,
): Pick<TableOutline, 'model' | 'roles'> {
  const roles = [...rolesAsked(stage, params)];
  const models = roles.map((name) => build.role(name).role.model);
  return models.length === 0 ? {} : { model: [...new Set(models)].join(', '), roles };
}

/** Every shard that is done was made of the shard that the input has now, as far as that is done. */
function madeOf({ shards }: TableState, input: TableState['shards']): boolean {
  for (const [index, made] of shards) {
    const rows = input.get(index)?.rows;
    if (rows !== undefined && made.input !== rows.sha256) return false;
  }
  return true;
}

/** Whether nothing in an edition is to be asked again: all rows are settled, or this build itself began it. */
async function isSettled(build: OpenBuild, table: TableRef, { reasons }: TableState): Promise<boolean> {
  if (!hasUnsettled(reasons)) return true;
  return (await readStored(build.store, outlineKey(table), TableOutlineSchema))?.build === build.plan.id;
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

/** A recipe's workflow went through a stage that its entry in the registry does not name. */
export class StageNotListed extends Error {
  override readonly name = 'StageNotListed';

  constructor(recipe: string, stage: string) {
    super(
      `the recipe "${recipe}" goes through the stage "${stage}", which its entry in schemas/recipes/ does not list among its \`stages\`; add it there`,
    );
  }
}

/** A stage of the build's recipe, by name. Throws StageNotListed. */
export function stageOf(build: OpenBuild, name: string): AnyStage {
  const recipe = recipeOf(build.plan.config.recipe);
  const stage = recipe.stages.find((each) => each.name === name);
  if (stage === undefined) throw new StageNotListed(recipe.name, name);
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
