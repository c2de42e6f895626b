import { recipeOf } from '../../../schemas/recipes/index.ts';
import type { BuildConfig } from '../../../schemas/build/build.ts';
import { own } from '../../../schemas/own.ts';
import type { KeptPrompts } from '../../../schemas/build/start.ts';
import { PlanSchema, type Plan } from '../../../schemas/build/plan.ts';
import { secretsIn } from '../../../schemas/secrets.ts';
import type { BuildRef } from '../../../schemas/build/task.ts';
import { findingLine, preflight, roleToCheck } from '../../inference/index.ts';
import { promptsOfRecipe } from '../../prompts/of-recipe.ts';
import { ConfigUnusable } from './config-unusable.ts';
import { toJson } from '../../storage/stored-json.ts';
import { planKey } from '../tables/keys.ts';
import { waysOf } from './ways-of.ts';
import { openPlan, rolesOf } from './open-plan.ts';
import type { WorkerParts } from './worker-parts.ts';

/** An endpoint, a model or a key that is not as the config says, found before anything ran. */
export class EndpointsNotReady extends Error {
  override name = 'EndpointsNotReady';
}

/** The store was removed, or all that is in it, under a build. */
export class StoreEmptied extends Error {
  override name = 'StoreEmptied';
}

export interface BuildToOpen {
  readonly config: BuildConfig;
  readonly id: string;
  /** True where the recipe was begun again: the plan must be there. */
  readonly again?: boolean;
  /** In place of the prompt files that the config names. */
  readonly prompts?: KeptPrompts;
}

/**
 * Begins a build: checks the config, reads the prompts once, checks every endpoint, model and key, and writes the
 * plan that all activities of the build work by. Throws ConfigUnusable, PromptError, EndpointsNotReady.
 */
export async function openBuild(
  { config: given, id, again = false, prompts: kept }: BuildToOpen,
  parts: WorkerParts,
): Promise<BuildRef> {
  const recipe = recipeOf(given.recipe);
  // Looked for first: what a schema says of a config may name its keys.
  const secrets = secretsIn(given);
  if (secrets.length > 0)
    throw new ConfigUnusable(secrets.map(({ path, problem }) => told(path, problem)).join('; '));
  const checked = recipe.schema.safeParse(given);
  if (!checked.success)
    throw new ConfigUnusable(checked.error.issues.map(({ path, message }) => told(path, message)).join('; '));
  const config = checked.data;
  const store = await parts.openStore(config.store);
  const prompts = await promptsOfRecipe(config, kept);
  const plan: Plan = PlanSchema.parse({
    format: 'tunesmith-plan-1',
    id,
    config,
    prompts,
    openedAt: new Date().toISOString(),
  });
  // Told before anything is asked.
  const opened = openPlan(plan, store);
  await Promise.all(Object.keys(opened.roles).map((role) => opened.chatTemplate(role)));
  await checkEndpoints(plan, parts.env);
  const key = planKey(id);
  if (again && !(await store.has(key)))
    throw new StoreEmptied(
      `${store.uri} was emptied while the build was under way: ${store.locate(key)} is gone. ` +
        'Run the command again to make everything anew; what is in the journal on this host is not asked again.',
    );
  // The first attempt's stays: what it read of the prompts is what the build works by.
  await store.putBytes(key, toJson(plan));
  return { id, store: config.store, plan: key };
}

function told(path: readonly PropertyKey[], problem: string): string {
  return `${path.map(String).join('.')}: ${problem}`;
}

/** Throws EndpointsNotReady with every finding, one a line. */
export async function checkEndpoints(plan: Pick<Plan, 'config'>, env: NodeJS.ProcessEnv): Promise<void> {
  const roles = Object.entries(rolesOf(plan));
  const names = [...new Set(roles.map(([, { endpoint }]) => endpoint))];
  const findings = await Promise.all(
    names.map(async (name) => {
      const endpoint = own(plan.config.endpoints, name);
      const asked = roles.filter(([, role]) => role.endpoint === name);
      if (endpoint === undefined)
        throw new ConfigUnusable(
          `roles.${asked[0]?.[0] ?? '?'}.endpoint: "${name}" is not among endpoints (${Object.keys(plan.config.endpoints).join(', ')})`,
        );
      return preflight(
        name,
        endpoint,
        asked.map(([name, role]) => ({ ...roleToCheck(name, role), ...waysOf(plan.config, name) })),
        env,
      );
    }),
  );
  const all = findings.flat();
  if (all.length > 0) throw new EndpointsNotReady(all.map(findingLine).join('\n'));
}
