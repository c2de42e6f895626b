import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { toJson } from '../../activities/storage/stored-json.ts';
import { planKey } from '../../activities/engine/tables/keys.ts';
import { openBuildOf } from '../../activities/engine/build/open-plan.ts';
import type { Resources } from '../../activities/engine/build/resources.ts';
import { runSet } from '../../activities/engine/sets/run-set.ts';
import type { ImplementedSetStage } from '../../activities/engine/sets/set-stage.ts';
import { readTyped } from '../../activities/parquet/read-rows.ts';
import { columnsOf, type RowOf, type RowShape } from '../../schemas/table/column.ts';
import type { Json } from '../../schemas/json.ts';
import { PlanSchema } from '../../schemas/build/plan.ts';
import { recipeOf } from '../../schemas/recipes/index.ts';
import type { Reject } from '../../schemas/table/table.ts';
import type { TableRef, TableSummary } from '../../schemas/build/task.ts';
import { openHome } from '../../workers/home.ts';
import { createParts } from '../../workers/parts.ts';
import { writeTable } from '../dataset/write-table.ts';
import { rejectsOf, rowPaths } from '../tables/stored-table.ts';

export interface SetRun<Shape extends RowShape> {
  readonly summary: TableSummary;
  readonly rows: RowOf<Shape>[];
  readonly rejects: Reject[];
}

export interface SetWorkshop {
  /** Runs a set stage over a table of these rows, and reads what it made. */
  run<Shape extends RowShape>(
    stage: ImplementedSetStage,
    params: Json,
    shape: Shape,
    without?: string[],
    beside?: Readonly<Record<string, Beside>>,
  ): Promise<SetRun<Shape>>;
  /** What its stages open what they work with from. */
  readonly resources: Resources;
}

/** Rows of a table that a stage reads beside its input. */
export interface Beside {
  readonly shape: RowShape;
  readonly rows: readonly (Readonly<Record<string, unknown>> & { id: string })[];
}

/** A build with a table of the given rows, in a store of the test's own. */
export async function openSets<Shape extends RowShape>(
  given: Shape,
  rows: readonly (RowOf<Shape> & { id: string })[],
  { shards = 4 } = {},
): Promise<SetWorkshop> {
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-sets-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const parts = createParts(await openHome({ TUNESMITH_HOME: join(folder, 'home') }), {});
  const id = 'sets/run-1';
  const config: unknown = recipeOf('generate').schema.parse({
    recipe: 'generate',
    name: 'sets',
    store: join(folder, 'store'),
    endpoints: { here: { urls: ['http://127.0.0.1:9/v1'] } },
    table: { files: ['unused.jsonl'] },
    prompt: { column: 'q' },
    roles: { model: { endpoint: 'here', model: 'some-model' } },
  });
  const plan = PlanSchema.parse({
    format: 'tunesmith-plan-1',
    id,
    config: JSON.parse(JSON.stringify(config)) as unknown,
    prompts: {},
    openedAt: new Date().toISOString(),
  });
  const store = await parts.openStore(plan.config.store);
  await store.putBytes(planKey(id), toJson(plan));
  const ref = { id, store: plan.config.store, plan: planKey(id) };
  const { signal } = new AbortController();
  const resources = { build: await openBuildOf(ref, parts), parts, signal };
  const { summary } = await writeTable(store, folder, {
    stage: 'import',
    title: 'Import',
    columns: columnsOf(given),
    rows,
    shards,
    came: rows.length,
    inputs: [],
  });
  return {
    resources,
    async run(stage, params, shape, without, beside = {}) {
      const tables: Record<string, TableRef> = {};
      for (const [name, { shape: columns, rows: rowsBeside }] of Object.entries(beside)) {
        const written = await writeTable(store, folder, {
          stage: `beside-${name}`,
          title: name,
          columns: columnsOf(columns),
          rows: rowsBeside,
          shards,
          came: rowsBeside.length,
          inputs: [],
        });
        tables[name] = written.summary.table;
      }
      const made = await runSet(
        {
          build: ref,
          call: {
            stage: stage.stage.name,
            params,
            ...(without === undefined ? {} : { without }),
            ...(Object.keys(tables).length === 0 ? {} : { beside: tables }),
          },
          input: summary.table,
        },
        new Map([[stage.stage.name, stage]]),
        parts,
        signal,
      );
      const paths = await rowPaths(store.uri, made.table);
      const shardsMade = await Promise.all(paths.map((path) => readTyped(path, shape)));
      const rejects = await rejectsOf(store.uri, made);
      return {
        summary: made,
        rows: shardsMade.flat().sort((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1)),
        rejects,
      };
    },
  };
}
