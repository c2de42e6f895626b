import { planKey } from '../../activities/engine/tables/keys.ts';
import { toJson } from '../../activities/storage/stored-json.ts';
import type { Store } from '../../activities/storage/store.ts';
import { PlanSchema } from '../../schemas/build/plan.ts';
import { recipeOf } from '../../schemas/recipes/index.ts';
import type { BankManifest } from '../../schemas/recipes/fine-instructions/bank.ts';
import type { StageTables, TrainingFiles } from '../../schemas/build/task.ts';

const table = { stage: 'gone', digest: '0123', shards: 1 };

/** What builds leave beside tables and answers: a plan, a hint, training files in two folders of one digest, and a bank. */
export async function leave(store: Store): Promise<void> {
  const config: unknown = recipeOf('generate').schema.parse({
    recipe: 'generate',
    name: 'ended',
    store: store.uri,
    endpoints: { here: { urls: ['http://127.0.0.1:9/v1'] } },
    table: { files: ['unused.jsonl'] },
    prompt: { column: 'q' },
    roles: { model: { endpoint: 'here', model: 'some-model' } },
  });
  const plan = PlanSchema.parse({
    format: 'tunesmith-plan-1',
    id: 'ended/1',
    config: JSON.parse(JSON.stringify(config)) as unknown,
    prompts: {},
    openedAt: '2026-11-21T00:00:00.000Z',
  });
  await store.putBytes(planKey(plan.id), toJson(plan));
  const hint: StageTables = {
    format: 'tunesmith-stage-1',
    tables: [{ dataset: 'gone', input: table, output: table }],
  };
  await store.putBytes('stages/gone-0123.json', toJson(hint));
  const training: TrainingFiles = { location: store.locate('training/old-012345678901-2'), pairs: 1 };
  for (const folder of ['training/old-012345678901', 'training/old-012345678901-2']) {
    await store.putBytes(`${folder}/train.jsonl`, '{}');
    await store.putBytes(`${folder}/training.json`, toJson(training));
  }
  for (const version of [1, 3]) {
    const bank: BankManifest = {
      format: 'tunesmith-bank-1',
      name: 'some',
      version,
      table: { stage: 'bank', digest: `v${version}`, shards: 1 },
      templates: 1,
      embedder: 'm',
      reference: [],
      referenceSources: [],
      standIn: true,
      publishedAt: '2026-11-21T00:00:00.000Z',
    };
    await store.putBytes(`banks/some/v${version}/manifest.json`, toJson(bank));
    await store.putBytes(`banks/some/v${version}/README.md`, 'a card');
    await store.replace('banks/some/latest.json', toJson(bank));
  }
  // What a killed build left of a version.
  await store.putBytes('banks/some/v2/README.md', 'a card');
}
