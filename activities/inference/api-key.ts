import type { Endpoint } from '../../schemas/inference/endpoint.ts';

/** The key of an endpoint, with the other headers that a worker's environment holds: they go into headers and nowhere else. */
export interface ApiKey {
  /** The environment variable that holds it; undefined where the endpoint wants no key. */
  readonly variable: string | undefined;
  readonly value: string | undefined;
  /** The header that carries it as it is; undefined where it is a bearer token, or as the protocol has it. */
  readonly header: string | undefined;
  /** Further headers, each with its variable. */
  readonly headers: readonly HeldHeader[];
  /** Replaces the key, and what other headers hold, wherever a server or a library repeats it in a text. */
  scrub(text: string): string;
}

export interface HeldHeader {
  readonly name: string;
  readonly variable: string;
  readonly value: string | undefined;
}

/** A shorter value is no secret, and stands in many a text. */
const SHORTEST_SECRET = 6;

export function apiKeyOf(
  { apiKeyEnv, apiKeyHeader, headers = {} }: Pick<Endpoint, 'apiKeyEnv' | 'apiKeyHeader' | 'headers'>,
  env: NodeJS.ProcessEnv,
): ApiKey {
  const value = apiKeyEnv === undefined ? undefined : held(env, apiKeyEnv);
  const others = Object.entries(headers).map(([name, variable]) => ({
    name,
    variable,
    value: held(env, variable),
  }));
  const scrubs = [
    ...(apiKeyEnv === undefined || value === undefined ? [] : [scrubOf(value, apiKeyEnv)]),
    ...others.flatMap((each) =>
      each.value === undefined || each.value.length < SHORTEST_SECRET
        ? []
        : [scrubOf(each.value, each.variable)],
    ),
  ];
  return {
    variable: apiKeyEnv,
    value,
    header: apiKeyHeader,
    headers: others,
    scrub: (text) => scrubs.reduce((clean, scrub) => scrub(clean), text),
  };
}

function held(env: NodeJS.ProcessEnv, variable: string): string | undefined {
  const value = env[variable]?.trim();
  return value === '' ? undefined : value;
}

function scrubOf(value: string, variable: string): (text: string) => string {
  // As it is, and as it stands inside a URL, or in JSON that repeats JSON.
  const escaped = (text: string) => JSON.stringify(text).slice(1, -1);
  const once = escaped(value);
  const twice = escaped(once);
  // A scheme before a token is no part of the secret.
  const bare = /^\w+ (\S{6,})$/.exec(value)?.[1];
  const forms = new Set([
    value,
    encodeURIComponent(value),
    once,
    twice,
    escaped(twice),
    ...(bare === undefined ? [] : [bare]),
  ]);
  return (text) => [...forms].reduce((clean, form) => clean.replaceAll(form, `[${variable}]`), text);
}

/** What keeps the key or another header from being sent, as problem and fix; undefined where nothing does. */
export function keyProblem({
  variable,
  value,
  headers,
}: ApiKey): { problem: string; fix: string } | undefined {
  for (const header of headers) {
    if (header.value === undefined) return unsetHeader(header);
    if (!/^[\t\x20-\x7e]+$/.test(header.value))
      return unsendable(`the value of ${header.name}`, header.variable);
  }
  if (variable === undefined) return undefined;
  if (value === undefined) return unsetKey(variable);
  return /^[\x21-\x7e]+$/.test(value) ? undefined : unsendable('the API key', variable);
}

function unsendable(what: string, variable: string): { problem: string; fix: string } {
  return {
    problem: `${what} in the environment variable ${variable} holds characters that no HTTP header takes`,
    fix: `Set ${variable} to the bare value: no quotes, spaces or line breaks.`,
  };
}

/** What to say of a variable that an endpoint names and that is not set. */
function unsetKey(variable: string): { problem: string; fix: string } {
  return {
    problem: `its API key is missing: the environment variable ${variable} is not set`,
    fix: `Set ${variable} where the worker starts, or remove apiKeyEnv if the server wants no key.`,
  };
}

function unsetHeader({ name, variable }: HeldHeader): { problem: string; fix: string } {
  return {
    problem: `its header ${name} is missing: the environment variable ${variable} is not set`,
    fix: `Set ${variable} where the worker starts, or remove ${name} from headers.`,
  };
}
