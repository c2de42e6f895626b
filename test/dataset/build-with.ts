import { OutputSchema } from '../../schemas/build/build.ts';
import { BackAndForthSchema } from '../../schemas/recipes/back-and-forth/recipe.ts';
import { PlanSchema } from '../../schemas/build/plan.ts';
import type { RoleSchema } from '../../schemas/inference/role.ts';
import type { z } from 'zod';
import { rolesOf, type OpenBuild } from '../../activities/engine/build/open-plan.ts';
import { Tables } from '../../activities/engine/tables/tables.ts';
import { openTokenizer } from '../../activities/tokens/open-tokenizer.ts';
import { parsePrompt } from '../../activities/prompts/prompt.ts';
import type { Store } from '../../activities/storage/store.ts';

export interface BuildSettings {
  /** @default a-dataset */
  readonly name?: string;
  readonly output?: z.input<typeof OutputSchema>;
  readonly seed?: number;
  readonly prompt?: string;
  readonly extraBody?: z.input<typeof RoleSchema>['extraBody'];
  readonly files?: string[];
  readonly model?: string;
}

/** An open build of back-and-forth without a worker. */
export function buildWith(store: Store, settings: BuildSettings): OpenBuild {
  const role = {
    endpoint: 'here',
    model: settings.model ?? 'some-model',
    revision: 'r1',
    extraBody: settings.extraBody,
  };
  const checked = BackAndForthSchema.parse({
    recipe: 'back-and-forth',
    name: settings.name ?? 'a-dataset',
    store: store.uri,
    seed: settings.seed ?? 42,
    endpoints: { here: { urls: ['http://127.0.0.1:9/v1'] } },
    corpus: { files: settings.files ?? ['documents/*.jsonl.gz'] },
    roles: { backward: role, forward: role, aligned: role },
  });
  // Of any kind, which back-and-forth's own config is not.
  const output = OutputSchema.parse(settings.output ?? { license: 'cc-by-sa-4.0' });
  const config: unknown = JSON.parse(JSON.stringify({ ...checked, output }));
  const prompt = {
    text: settings.prompt ?? 'Score {{instruction}} and {{response}}.',
    from: 'prompts/score.md',
  };
  const plan = PlanSchema.parse({
    format: 'tunesmith-plan-1',
    id: 'a-dataset/run-1',
    config,
    prompts: { score: prompt },
    openedAt: '2026-11-21T00:00:00.000Z',
  });
  const unused = (): never => {
    throw new Error('publishing asks for no such thing');
  };
  return {
    plan,
    store,
    prompts: new Map([['score', parsePrompt(prompt.text, prompt.from)]]),
    roles: rolesOf(plan),
    role: unused,
    chatTemplate: () => Promise.resolve(undefined),
    tokenizer: () => openTokenizer(plan.config.tokenizer),
    tables: new Tables(store),
  };
}
