import type { ConfigFile } from './config-file.ts';

/** The model that a stand-in serves. */
export const standInModel = 'stand-in';

/** Name of the endpoint that roles use when they name none. */
export const defaultEndpoint = 'default';

const openAi = 'https://api.openai.com/v1';

/**
 * Where `endpoints.default` comes from: the config file; or OPENAI_BASE_URL and OPENAI_API_KEY; or, where neither says
 * anything, the rule-based stand-in. `unused` where every role names an endpoint of the config.
 */
export type EndpointSource = 'config' | 'environment' | 'stand-in' | 'unused';

/** Says where a config's default endpoint comes from. */
export function endpointSource(
  file: Pick<ConfigFile, 'value'>,
  env: NodeJS.ProcessEnv = process.env,
): EndpointSource {
  if (isHolder(file.value['endpoints']) && Object.hasOwn(file.value['endpoints'], defaultEndpoint))
    return 'config';
  if (!rolesOf(file.value).some(([, role]) => endpointOf(role) === defaultEndpoint)) return 'unused';
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

/** Roles by name, those that are written as a set of keys (or left empty: `backward:`). */
export function rolesOf(value: Holder): [string, Holder][] {
  const { roles } = value;
  if (!isHolder(roles)) return [];
  return Object.entries(roles).flatMap(([name, role]): [string, Holder][] =>
    role === null ? [[name, {}]] : isHolder(role) ? [[name, role]] : [],
  );
}

export function endpointOf(role: Holder): unknown {
  return role['endpoint'] ?? defaultEndpoint;
}
