import type { Endpoint } from '../../schemas/inference/endpoint.ts';

/** The key of an endpoint: it goes into the Authorization header and nowhere else. */
export interface ApiKey {
  /** The environment variable that holds it; undefined where the endpoint wants no key. */
  readonly variable: string | undefined;
  readonly value: string | undefined;
  /** Replaces the key wherever a server or a library repeats it in a text. */
  scrub(text: string): string;
}

export function apiKeyOf({ apiKeyEnv }: Endpoint, env: NodeJS.ProcessEnv): ApiKey {
  const value = apiKeyEnv === undefined ? undefined : env[apiKeyEnv]?.trim();
  if (value === undefined || value === '')
    return { variable: apiKeyEnv, value: undefined, scrub: (text) => text };
  // As it is, and as it stands inside a URL, or in JSON that repeats JSON.
  const escaped = (text: string) => JSON.stringify(text).slice(1, -1);
  const once = escaped(value);
  const twice = escaped(once);
  const forms = new Set([value, encodeURIComponent(value), once, twice, escaped(twice)]);
  return {
    variable: apiKeyEnv,
    value,
    scrub: (text) => [...forms].reduce((clean, form) => clean.replaceAll(form, `[${apiKeyEnv}]`), text),
  };
}

/** What keeps the key from being sent, as problem and fix; undefined where nothing does. */
export function keyProblem({ variable, value }: ApiKey): { problem: string; fix: string } | undefined {
  if (variable === undefined) return undefined;
  if (value === undefined) return unsetKey(variable);
  if (/^[\x21-\x7e]+$/.test(value)) return undefined;
  return {
    problem: `the API key in the environment variable ${variable} holds characters that no HTTP header takes`,
    fix: `Set ${variable} to the bare key: no quotes, spaces or line breaks.`,
  };
}

/** What to say of a variable that an endpoint names and that is not set. */
function unsetKey(variable: string): { problem: string; fix: string } {
  return {
    problem: `its API key is missing: the environment variable ${variable} is not set`,
    fix: `Set ${variable} where the worker starts, or remove apiKeyEnv if the server wants no key.`,
  };
}
