import { z } from 'zod';
import { nameOnTerminal } from '../../activities/show-invisible.ts';
import { readConfigFile } from '../../client/config/config-file.ts';
import { endpointSource, type EndpointSource } from '../../client/config/endpoint-rule.ts';
import { checkConfig } from '../../client/config/load-config.ts';
import type { BuildConfig } from '../../schemas/build/build.ts';
import { EndpointSchema } from '../../schemas/inference/endpoint.ts';
import { formatsOf } from '../../schemas/kinds/index.ts';
import { recipeOf } from '../../schemas/recipes/index.ts';
import { AnyRoleSchema, isService, type Role } from '../../schemas/inference/role.ts';
import { exitCodes } from '../exit-codes.ts';

export interface ValidateOptions {
  readonly online?: boolean;
  readonly json?: boolean;
}

/** Stands for the stand-in's URL, which is known only when it runs. */
const standInPlace = 'http://127.0.0.1/v1';
const RolesSchema = z.object({ roles: z.record(z.string(), AnyRoleSchema.optional()) });

/** `tunesmith validate CONFIG`: what the config comes to with all defaults, or what is wrong with it. */
export async function validate(path: string, { online, json }: ValidateOptions): Promise<number> {
  const file = await readConfigFile(path);
  const source = endpointSource(file);
  const config = await checkConfig(file, { standIn: source === 'stand-in' ? standInPlace : undefined });
  await checkPrompts(config);
  const problems = online === true ? await endpointProblems(config, source) : [];
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
async function checkPrompts(config: BuildConfig): Promise<void> {
  const { promptsOfRecipe } = await import('../../activities/prompts/of-recipe.ts');
  await promptsOfRecipe(config);
}

async function endpointProblems(config: BuildConfig, source: EndpointSource): Promise<string[]> {
  const { findingLine, preflight, roleToCheck } = await import('../../activities/inference/index.ts');
  const { waysOf } = await import('../../activities/engine/build/ways-of.ts');
  const roles = rolesOf(config);
  const asked = Object.entries(config.endpoints).filter(
    ([name]) => !(source === 'stand-in' && name === 'default'),
  );
  const findings = await Promise.all(
    asked.map(async ([name, endpoint]) => {
      const mine = roles.filter(([, role]) => role.endpoint === name);
      return mine.length === 0
        ? []
        : preflight(
            name,
            EndpointSchema.parse(endpoint),
            mine.map(([role, played]) => ({ ...roleToCheck(role, played), ...waysOf(config, role) })),
            process.env,
          );
    }),
  );
  return findings.flat().map(findingLine);
}

function summary(
  config: BuildConfig,
  source: EndpointSource,
  online: boolean,
  problems: readonly string[],
): string[] {
  const from: Partial<Record<EndpointSource, string>> = {
    environment: ' (from OPENAI_BASE_URL)',
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
  const state =
    problems.length > 0 ? 'the endpoints are not ready' : online ? 'valid, endpoints ready' : 'valid';
  return [
    `${config.name} (${config.recipe}): ${state}`,
    `store: ${config.store.uri}`,
    ...endpoints.map((line) => line.replace(':  ', ': ')),
    ...roles,
    `seed: ${config.seed}`,
    `formats: ${formatsOf(recipeOf(config.recipe).kinds?.[0] ?? 'pair', config.output.formats).join(', ')}`,
    ...problems.map((problem) => `! ${problem}`),
  ];
}

function rolesOf(config: BuildConfig) {
  return Object.entries(RolesSchema.parse(config).roles).flatMap(([name, role]) =>
    role === undefined ? [] : [[name, role] as const],
  );
}

function sampledBy({ sampling, samplings }: Role): string {
  const ways = (samplings ?? [sampling]).map(
    ({ temperature, topP }) => `temperature ${temperature}, top-p ${topP}`,
  );
  return ways.join(' or ');
}
