import { displayUrl } from '../../activities/inference/display-url.ts';
import { nameOnTerminal } from '../../activities/show-invisible.ts';
import type { Prompt } from '../../activities/prompts/prompt.ts';
import { notifyProblems } from '../../config/notify-problems.ts';
import type { EndpointSource } from '../../config/endpoint-rule.ts';
import type { BuildConfig } from '../../schemas/build/build.ts';
import { formatsOf } from '../../schemas/kinds/index.ts';
import { recipeOf } from '../../schemas/recipes/index.ts';
import { isService, type Role } from '../../schemas/inference/role.ts';
import { endpointProblems, rolesOf } from '../doctor/endpoint-problems.ts';
import { exitCodes } from '../exit-codes.ts';
import { configToLookAt, endpointsToAsk, type ConfigToLookAt } from '../host/config-to-look-at.ts';
import type { FleetOptions } from '../host/surroundings.ts';

export interface ValidateOptions extends FleetOptions {
  readonly online?: boolean;
  readonly json?: boolean;
}

/** `tunesmith validate CONFIG`: what the config comes to with all defaults, or what is wrong with it. */
export async function validate(path: string, options: ValidateOptions): Promise<number> {
  const { online, json } = options;
  const found = await configToLookAt(path, options);
  const { config, source } = found;
  const prompts = await checkPrompts(config);
  const unsigned = online === true ? notifyProblems(config.notify ?? [], process.env) : [];
  const problems = [
    ...unsigned.map(({ at, problem }) => `${at}: ${problem}`),
    ...(online === true ? await onlineProblems(found, prompts) : []),
  ];
  if (json === true)
    process.stdout.write(`${JSON.stringify({ valid: problems.length === 0, config, problems }, null, 2)}\n`);
  else
    process.stdout.write(
      `${summary(config, source, online === true, problems)
        .map(nameOnTerminal)
        .join('\n')}\n`,
    );
  return problems.length === 0 ? exitCodes.ok : exitCodes.mistake;
}

/** A missing or unknown slot, or a task without a prompt, is found here, before a build. */
async function checkPrompts(config: BuildConfig): Promise<ReadonlyMap<string, Prompt>> {
  const { promptsOfRecipe } = await import('../../activities/prompts/of-recipe.ts');
  const { parsePrompt } = await import('../../activities/prompts/prompt.ts');
  const prompts = Object.entries(await promptsOfRecipe(config));
  return new Map(prompts.map(([name, { text, from }]) => [name, parsePrompt(text, from)]));
}

/** What a build would find before it asks anything: first of its endpoints, then what its recipe itself looks at. */
async function onlineProblems(
  found: ConfigToLookAt,
  prompts: ReadonlyMap<string, Prompt>,
): Promise<string[]> {
  const { config } = found;
  const asked = endpointsToAsk(found);
  const problems = await endpointProblems(config, asked);
  if (problems.length > 0) return problems;
  const { recipeChecks } = await import('../../activities/recipes/index.ts');
  const check = recipeChecks.get(config.recipe);
  if (check === undefined) return [];
  return check({ config: { ...config, endpoints: Object.fromEntries(asked) }, prompts, env: process.env });
}

function summary(
  config: BuildConfig,
  source: EndpointSource,
  online: boolean,
  problems: readonly string[],
): string[] {
  const from: Partial<Record<EndpointSource, string>> = {
    environment: ' (from OPENAI_BASE_URL)',
    fleet: ' (of the fleet)',
    'stand-in': ' (the rule-based stand-in, not a language model: OPENAI_BASE_URL is not set)',
  };
  const endpoints = Object.entries(config.endpoints).map(([name, { urls }]) => {
    const note = name === 'default' ? (from[source] ?? '') : '';
    return `endpoint ${name}: ${source === 'stand-in' && name === 'default' ? '' : urls.join(', ')}${note}`;
  });
  const roles = rolesOf(config).map(
    ([name, role]) =>
      `role ${name}: ${role.model} at ${role.endpoint}, ` + (isService(role) ? role.api : sampledBy(role)),
  );
  const state = problems.length > 0 ? 'not ready' : online ? 'valid, endpoints ready' : 'valid';
  return [
    `${config.name} (${config.recipe}): ${state}`,
    `store: ${config.store.uri}`,
    ...endpoints.map((line) => line.replace(':  ', ': ')),
    ...roles,
    ...(config.notify ?? []).map(({ url, on }) => `notify: ${displayUrl(url)} of ${on.join(', ')}`),
    `seed: ${config.seed}`,
    `formats: ${formatsOf(recipeOf(config.recipe).kinds?.[0] ?? 'pair', config.output.formats).join(', ')}`,
    ...problems.map((problem) => `! ${problem}`),
  ];
}

function sampledBy({ sampling, samplings }: Role): string {
  const ways = (samplings ?? [sampling]).map(
    ({ temperature, topP }) => `temperature ${temperature ?? 'not sent'}, top-p ${topP ?? 'not sent'}`,
  );
  return ways.join(' or ');
}
