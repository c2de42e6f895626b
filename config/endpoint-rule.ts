import { isRoleSet } from '../schemas/inference/roles.ts';
import { own } from '../schemas/own.ts';
import { recipes } from '../schemas/recipes/index.ts';
import type { Fleet } from '../schemas/build/fleet.ts';
import type { ConfigText } from './config-file.ts';

/** The model that a stand-in serves. */
export const standInModel = 'stand-in';

/** Name of the endpoint that roles use when they name none. */
export const defaultEndpoint = 'default';

const openAi = 'https://api.openai.com/v1';

/**
 * Where `endpoints.default` comes from: the config file; or the fleet; or OPENAI_BASE_URL and OPENAI_API_KEY; or, where
 * none says anything, the rule-based stand-in. `unused` where every role names another endpoint.
 */
export type EndpointSource = 'config' | 'fleet' | 'environment' | 'stand-in' | 'unused';

/** Says where a config's default endpoint comes from. */
export function endpointSource(
  file: Pick<ConfigText, 'value'>,
  env: NodeJS.ProcessEnv = process.env,
  fleet?: Pick<Fleet, 'endpoints'>,
): EndpointSource {
  if (isHolder(file.value['endpoints']) && Object.hasOwn(file.value['endpoints'], defaultEndpoint))
    return 'config';
  if (!rolesOf(file.value).some(({ role }) => endpointOf(role) === defaultEndpoint)) return 'unused';
  if (fleet !== undefined && Object.hasOwn(fleet.endpoints, defaultEndpoint)) return 'fleet';
  return env['OPENAI_BASE_URL'] || env['OPENAI_API_KEY'] ? 'environment' : 'stand-in';
}

/** `endpoints.default` as the environment gives it. The key itself stays in the environment. */
export function environmentEndpoint(env: NodeJS.ProcessEnv): { urls: [string]; apiKeyEnv?: string } {
  const url = env['OPENAI_BASE_URL'] || openAi;
  return {
    urls: [url.replace(/\/+$/, '')],
    ...(env['OPENAI_API_KEY'] ? { apiKeyEnv: 'OPENAI_API_KEY' } : {}),
  };
}

export type Holder = Record<string, unknown>;

export function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A role and where it stands below `roles`: `backward`, or `teachers`, `llama` of a set of roles. */
export interface RoleAt {
  readonly at: readonly string[];
  readonly role: Holder;
}

/**
 * Roles that are written as a set of keys (or left empty: `backward:`), those of sets among them, and those that another
 * one's model plays (`sameModel` of the recipe), with its endpoint and model where the config says no other.
 */
export function rolesOf({ roles, recipe }: Holder): RoleAt[] {
  if (!isHolder(roles)) return [];
  const written = new Map(rolesIn(roles, []).map((role) => [role.at.join('.'), role]));
  const { sameModel = {} } = recipes.find(({ name }) => name === recipe) ?? {};
  for (const [name, other] of Object.entries(sameModel)) {
    const like = written.get(other);
    const role = own(roles, name) === undefined ? {} : written.get(name)?.role;
    if (like !== undefined && role !== undefined)
      written.set(name, { at: [name], role: playedAlike(role, like.role) });
  }
  return [...written.values()];
}

function playedAlike(role: Holder, { endpoint, model, revision }: Holder): Holder {
  const alike = role['endpoint'] === undefined || role['endpoint'] === (endpoint ?? defaultEndpoint);
  const at = role['endpoint'] ?? endpoint;
  const same = alike && role['model'] === undefined;
  return {
    ...(at === undefined ? {} : { endpoint: at }),
    ...(same && model !== undefined ? { model } : {}),
    ...(same && revision !== undefined ? { revision } : {}),
    ...role,
  };
}

function rolesIn(roles: Holder, above: readonly string[]): RoleAt[] {
  return Object.entries(roles).flatMap(([name, role]): RoleAt[] => {
    const at = [...above, name];
    if (above.length === 0 && isRoleSet(role)) return rolesIn(role, at);
    return role === null ? [{ at, role: {} }] : isHolder(role) ? [{ at, role }] : [];
  });
}

export function endpointOf(role: Holder): unknown {
  return role['endpoint'] ?? defaultEndpoint;
}
