import { createHash } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { toJson } from '../../activities/storage/stored-json.ts';
import { planKey } from '../../activities/engine/tables/keys.ts';
import type { WorkerParts } from '../../activities/engine/build/worker-parts.ts';
import { RequestRefused } from '../../activities/inference/index.ts';
import type { Store } from '../../activities/storage/store.ts';
import { columnsOf } from '../../schemas/table/column.ts';
import { recordShape } from '../../schemas/table/record.ts';
import { PlanSchema } from '../../schemas/build/plan.ts';
import { recipeOf } from '../../schemas/recipes/index.ts';
import type { StoreConfig } from '../../schemas/build/store.ts';
import type { BuildRef, TableSummary } from '../../schemas/build/task.ts';
import { openHome } from '../../workers/home.ts';
import { createParts } from '../../workers/parts.ts';
import { writeTable } from '../dataset/write-table.ts';

export const rows = 24;
export const call = { stage: 'answer', params: { column: 'q', attempts: 1 } };

/** A build of `generate` whose rows are imported, in a store that several workers know. */
export interface TwinBuild {
  readonly ref: BuildRef;
  readonly input: TableSummary;
  readonly folder: string;
  /** Another build of the same config. */
  another(run: string): Promise<BuildRef>;
  /**
   * Parts of a worker on a host of its own. Its model refuses the rows whose prompt's hash begins so, and answers the
   * others in its own words: no two workers make the same of a shard.
   */
  worker(name: string, refuses: string, through?: Store): Promise<WorkerParts>;
}

export async function twinBuild(store: Store, config: StoreConfig, root: string): Promise<TwinBuild> {
  const folder = await mkdtemp(join(root, 'twins-'));
  const given: unknown = recipeOf('generate').schema.parse({
    recipe: 'generate',
    name: 'twins',
    store: config,
    endpoints: { here: { urls: ['http://127.0.0.1:9/v1'] } },
    table: { files: ['unused.jsonl'] },
    prompt: { column: 'q' },
    roles: { model: { endpoint: 'here', model: 'some-model' } },
  });
  const begin = async (id: string): Promise<BuildRef> => {
    const plan = PlanSchema.parse({
      format: 'tunesmith-plan-1',
      id,
      config: JSON.parse(JSON.stringify(given)) as unknown,
      prompts: {},
      openedAt: '2026-11-21T00:00:00.000Z',
    });
    await store.putBytes(planKey(id), toJson(plan));
    return { id, store: plan.config.store, plan: planKey(id) };
  };
  const ref = await begin('twins/run-1');
  const { summary } = await writeTable(store, folder, {
    stage: 'import',
    title: 'Import',
    columns: columnsOf(recordShape),
    rows: Array.from({ length: rows }, (_, at) => ({ id: `row-${at}`, fields: { q: `Question ${at}?` } })),
    shards: 2,
    came: rows,
    inputs: [],
  });
  return {
    ref,
    input: summary,
    folder,
    another: (run) => begin(`twins/${run}`),
    async worker(name, refuses, through = store) {
      const home = await openHome({ TUNESMITH_HOME: join(folder, `home-${name}`) });
      const parts = createParts(home, {});
      return {
        ...parts,
        openStore: () => Promise.resolve(through),
        inference: {
          ...parts.inference,
          enter: () => Promise.resolve(() => undefined),
          ask: (endpoint, _config, question) => {
            const prompt = 'messages' in question ? (question.messages.at(-1)?.content ?? '') : '';
            const hash = createHash('sha256').update(prompt).digest('hex');
            if (refuses.includes(hash.charAt(0)))
              return Promise.reject(
                new RequestRefused({ endpoint, url: 'here', status: 400, kind: 'refused', reason: name }),
              );
            return Promise.resolve({
              text: `${name} says: ${prompt}`,
              finish: 'stop',
              usage: { promptTokens: 3, completionTokens: 5 },
              servedBy: name,
              standIn: false,
              milliseconds: 1,
            });
          },
        },
      };
    },
  };
}
