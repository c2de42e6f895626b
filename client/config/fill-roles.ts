import type { ConfigFinding } from './config-error.ts';
import type { ConfigFile } from './config-file.ts';
import {
  defaultEndpoint,
  endpointOf,
  endpointSource,
  environmentEndpoint,
  isHolder,
  rolesOf,
  standInModel,
  type Holder,
} from './endpoint-rule.ts';
import { modelsOffered } from './models-offered.ts';
import { own } from '../../schemas/own.ts';

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  /** Base URL of a running stand-in, for configs that name no endpoint. */
  readonly standIn?: string | undefined;
}

/**
 * The config with `endpoints.default` and the roles' `endpoint` and `model` filled in where the file leaves them out:
 * the endpoint from the environment or the stand-in, the model from OPENAI_MODEL or the stand-in's.
 */
export async function fillRoles(
  file: ConfigFile,
  { env, standIn }: Surroundings,
): Promise<{ value: Holder; findings: ConfigFinding[] }> {
  const source = endpointSource(file, env);
  const value = structuredClone(file.value);
  const findings: ConfigFinding[] = [];
  const given = value['endpoints'];
  if (source === 'environment' || (source === 'stand-in' && standIn !== undefined)) {
    const endpoint = source === 'environment' ? environmentEndpoint(env) : { urls: [standIn] };
    if (given === undefined || isHolder(given))
      value['endpoints'] = { ...given, [defaultEndpoint]: endpoint };
  } else if (source === 'stand-in') {
    findings.push({ at: 'endpoints.default', line: file.lineOf(['endpoints']), problem: noEndpoint });
  }
  if (value['endpoints'] === undefined) value['endpoints'] = {};
  const filled = new Map<string, Holder>();
  for (const [name, role] of rolesOf(value)) {
    const endpoint = endpointOf(role);
    const isDefault = endpoint === defaultEndpoint && source !== 'config';
    const model =
      role['model'] ?? (isDefault && source === 'stand-in' ? standInModel : env['OPENAI_MODEL'] || undefined);
    if (model === undefined && !(source === 'stand-in' && isDefault))
      findings.push({
        at: `roles.${name}.model`,
        line: file.lineOf(['roles', name]),
        problem: await missingModel(value, endpoint, env),
      });
    // Somebody who names a model means it: rules must not answer in its place.
    if (source === 'stand-in' && isDefault && typeof role['model'] === 'string' && model !== standInModel)
      findings.push({
        at: `roles.${name}.model`,
        line: file.lineOf(['roles', name, 'model']),
        problem: `no endpoint serves ${JSON.stringify(model)}; ${namedModel}`,
      });
    filled.set(name, { ...role, endpoint, ...(model === undefined ? {} : { model }) });
  }
  if (isHolder(value['roles'])) value['roles'] = { ...value['roles'], ...Object.fromEntries(filled) };
  return { value, findings };
}

const noEndpoint =
  'is missing; set OPENAI_BASE_URL (and OPENAI_API_KEY), or name an endpoint: {urls: [http://host:8000/v1]}';

const namedModel =
  'set OPENAI_BASE_URL (and OPENAI_API_KEY), name an endpoint, or leave the model out to try the rule-based stand-in';

/** Roles share an endpoint as a rule: it is asked for its models once a call of fillRoles at most per role. */
async function missingModel(value: Holder, endpoint: unknown, env: NodeJS.ProcessEnv): Promise<string> {
  const advice = 'is missing; name one here or in OPENAI_MODEL';
  const endpoints = value['endpoints'];
  const held = isHolder(endpoints) && typeof endpoint === 'string' ? own(endpoints, endpoint) : undefined;
  const urls = isHolder(held) && Array.isArray(held['urls']) ? held['urls'] : [];
  const url: unknown = urls[0];
  if (!isHolder(held) || typeof url !== 'string') return advice;
  const key = typeof held['apiKeyEnv'] === 'string' ? env[held['apiKeyEnv']] : undefined;
  const models = await modelsOffered(url, key);
  if (models === undefined) return `${advice} (the endpoint did not list its models)`;
  const some = models.slice(0, 12).join(', ');
  return `${advice}; the endpoint offers ${some}${models.length > 12 ? ` and ${models.length - 12} more` : ''}`;
}
