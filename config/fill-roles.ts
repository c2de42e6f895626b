import type { ConfigFinding } from './config-error.ts';
import type { ConfigText } from './config-file.ts';
import type { Fleet } from '../schemas/build/fleet.ts';
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
import { own } from '../schemas/own.ts';

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  /** Base URL of a running stand-in, for configs that name no endpoint. */
  readonly standIn?: string | undefined;
  readonly fleet?: Fleet | undefined;
}

/**
 * The config with `endpoints.default` and the roles' `endpoint` and `model` filled in where the file leaves them out:
 * the endpoint from the environment or the stand-in, the model from OPENAI_MODEL or the stand-in's.
 */
export async function fillRoles(
  file: ConfigText,
  { env, standIn, fleet }: Surroundings,
): Promise<{ value: Holder; findings: ConfigFinding[] }> {
  const source = endpointSource(file, env, fleet);
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
  for (const { at, role } of rolesOf(value)) {
    const name = at.join('.');
    const endpoint = endpointOf(role);
    const isDefault = endpoint === defaultEndpoint && source !== 'config';
    const model =
      role['model'] ?? (isDefault && source === 'stand-in' ? standInModel : env['OPENAI_MODEL'] || undefined);
    if (model === undefined && !(source === 'stand-in' && isDefault))
      findings.push({
        at: `roles.${name}.model`,
        line: file.lineOf(['roles', ...at]),
        problem: await missingModel({ ...fleet?.endpoints, ...held(value['endpoints']) }, endpoint, env),
      });
    // Somebody who names a model means it: rules must not answer in its place.
    if (source === 'stand-in' && isDefault && typeof role['model'] === 'string' && model !== standInModel)
      findings.push({
        at: `roles.${name}.model`,
        line: file.lineOf(['roles', ...at, 'model']),
        problem: `no endpoint serves ${JSON.stringify(model)}; ${namedModel}`,
      });
    value['roles'] = withRole(value['roles'], at, {
      ...role,
      endpoint,
      ...(model === undefined ? {} : { model }),
    });
  }
  return { value, findings };
}

/** The roles with one of them in place of what stood there. */
function withRole(roles: unknown, [name, ...below]: readonly string[], role: Holder): unknown {
  if (name === undefined) return role;
  return isHolder(roles) ? { ...roles, [name]: withRole(roles[name], below, role) } : roles;
}

const noEndpoint =
  'is missing; set OPENAI_BASE_URL (and OPENAI_API_KEY), or name an endpoint: {urls: [http://host:8000/v1]}';

const namedModel =
  'set OPENAI_BASE_URL (and OPENAI_API_KEY), name an endpoint, or leave the model out to try the rule-based stand-in';

function held(endpoints: unknown): Holder {
  return isHolder(endpoints) ? endpoints : {};
}

/** Roles share an endpoint as a rule: it is asked for its models once a call of fillRoles at most per role. */
async function missingModel(endpoints: Holder, endpoint: unknown, env: NodeJS.ProcessEnv): Promise<string> {
  const advice = 'is missing; name one here or in OPENAI_MODEL';
  const found = typeof endpoint === 'string' ? own(endpoints, endpoint) : undefined;
  const urls = isHolder(found) && Array.isArray(found['urls']) ? found['urls'] : [];
  const url: unknown = urls[0];
  if (!isHolder(found) || typeof url !== 'string') return advice;
  const key = typeof found['apiKeyEnv'] === 'string' ? env[found['apiKeyEnv']] : undefined;
  const models = await modelsOffered(url, key);
  if (models === undefined) return `${advice} (the endpoint did not list its models)`;
  const some = models.slice(0, 12).join(', ');
  return `${advice}; the endpoint offers ${some}${models.length > 12 ? ` and ${models.length - 12} more` : ''}`;
}
