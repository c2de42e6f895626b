import type { z } from 'zod';

/** Something in a config that is, or may be, a secret. What it says is never part of it. */
export interface Secret {
  readonly path: readonly PropertyKey[];
  /** What it looks like and what to write instead. */
  readonly problem: string;
}

const kept = "all that stands in a config is kept in the build's plan, history and manifest";

/** Where keys go that people write into these parts of a config. */
export const keyAdvice = {
  endpoints: 'keys are never written here; name the environment variable that holds it: apiKeyEnv',
  store: 'credentials are never written here; they come from the AWS default chain',
} as const;

const problems = {
  ...keyAdvice,
  body:
    `looks like a secret (not shown), and ${kept}; ` +
    'let an environment variable of the worker hold it, and name that as apiKeyEnv of the endpoint',
  field: `holds a field whose name looks like a secret (not shown), and ${kept}; remove it`,
  endpoint: 'must not hold a user or password (not shown); name a variable that holds the key as apiKeyEnv',
  query:
    'must not hold a fragment, or a secret in its query (not shown): ' +
    'name a variable that holds the key as apiKeyEnv',
  parameter:
    `looks like a secret (not shown), and ${kept}; ` +
    'let a header carry it: apiKeyEnv and apiKeyHeader of the endpoint, or its headers',
  header:
    'must be the name, in capitals, of an environment variable of the worker that holds the value ' +
    '(not shown: it looks like the value itself)',
  bucket: 'must not hold credentials (not shown); they come from the AWS default chain',
  path: 'must not hold credentials (not shown); name a file, a folder or s3://bucket/prefix, whose come from the AWS default chain',
  variable:
    'looks like the key itself (not shown); name the environment variable that holds it, such as OPENAI_API_KEY',
  hook:
    'must not hold a user or password (not shown); notices are signed instead, by the secret in the variable that ' +
    'secretEnv names',
  hookQuery:
    `must not hold a fragment, or a secret in its query (not shown): ${kept}; ` +
    'notices are signed instead, by the secret in the variable that secretEnv names',
  hookSecret: 'looks like the secret itself (not shown); name the environment variable that holds it',
  text: `looks like a key or password (not shown), and ${kept}; let an environment variable of the worker hold it (apiKeyEnv of an endpoint, or the AWS default chain)`,
} as const;
type Problem = keyof typeof problems;

/**
 * The places of a config that may hold a secret, by the name of the field: what is refused there beside what is
 * refused everywhere (keys of a known shape, and URLs with a password or a signature).
 */
const places: Readonly<Record<string, (text: string) => Problem | undefined>> = {
  urls: (text) => (hasUser(text) ? 'endpoint' : hasSecretQuery(text) ? 'query' : undefined),
  url: (text) => (hasUser(text) ? 'hook' : hasSecretQuery(text) ? 'hookQuery' : undefined),
  secretEnv: (text) => (looksRandom(text) ? 'hookSecret' : undefined),
  endpointUrl: (text) => (hasUser(text) || hasQuery(text) ? 'bucket' : undefined),
  store: (text) => (hasUser(text) ? 'bucket' : undefined),
  uri: (text) => (hasUser(text) ? 'bucket' : undefined),
  files: (text) => (hasUser(text) ? 'path' : undefined),
  file: (text) => (hasUser(text) ? 'path' : undefined),
  prompts: (text) => (hasUser(text) ? 'path' : undefined),
  apiKeyEnv: (text) => (looksRandom(text) ? 'variable' : undefined),
};

/** What is told of a secret of a known shape that stands in one of these places. */
const adviceAt: Readonly<Record<string, Problem>> = {
  urls: 'endpoint',
  url: 'hookQuery',
  secretEnv: 'hookSecret',
  endpointUrl: 'bucket',
  store: 'bucket',
  uri: 'bucket',
  files: 'path',
  file: 'path',
  prompts: 'path',
  apiKeyEnv: 'variable',
};

/** Goes into requests as it is: there a field's name says what it holds. */
const body = 'extraBody';

/** Fields whose names are those of somebody's columns: there is a `token` in many a corpus. */
const columns = new Set(['where', 'columns']);

/** Shapes of the keys that services give out. */
const keyShapes = new RegExp(
  [
    // A service's mark and a long run of letters and digits: OpenAI, Hugging Face, GitHub, GitLab and others.
    /(?<![A-Za-z0-9])(?:[srp]k|hf|gh[pousr]|github_pat|glpat|gsk|r8|tgp|lsv2|xai|pplx|nvapi|fw|csk|npm|whsec)[-_](?:[A-Za-z0-9]+[-_])*[A-Za-z0-9]{16,}/,
    /(?<![A-Za-z0-9])xox[a-z]-[\w-]{8,}/, // Slack
    /(?<![A-Za-z0-9])(?:AKIA|ASIA(?=[A-Z]*\d))[A-Z0-9]{12,}/, // AWS
    /(?<![A-Za-z0-9])(?:AIza[\w-]{16,}|ya29\.[\w-]{8,})/, // Google
    /(?<![A-Za-z0-9])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/, // JWT
    /-----BEGIN [A-Z ]*PRIVATE KEY/,
  ]
    .map(({ source }) => source)
    .join('|'),
);

/** `Bearer …` as a header's value. */
const schemeAndKey = /^\s*(?:bearer|basic|token|key|apikey|deepl-auth-key)\s+\S+\s*$/i;

/** Names that say that a secret stands behind them, without their separators and in lower case. */
const secretName =
  /(?:password|passwd|passphrase|pwd|secrets?|credentials?|authorization|signature|bearer|cookie|jwt|^auth|^sig|(?:api|access|private|auth|account|subscription|secret|client|master|service|signing|shared|encryption)keys?(?:id)?)$/;

/** Many a `…_token` is a secret; those of a vocabulary are not. */
const tokenName =
  /(?<!eos|bos|pad|stop|unk|mask|sep|cls|image|audio|video|start|end|begin|think|special|next|first|last|new|per|max|min)token$/;

/** Names of a URL's query that give access, and mean something else in a body. */
const secretQueryName = /^(?:key|code|pass|sas|sig|token)$/;

/** Keys of a JSON Schema below which names are those of fields that an answer is to have. */
const schemaNames = new Set(['properties', 'patternProperties', '$defs', 'definitions']);

/**
 * All that may be a secret in a config, or in the part of one that stands at `at`: with the path at which to find it,
 * and never with what it says.
 */
export function secretsIn(value: unknown, at: readonly PropertyKey[] = []): Secret[] {
  if (typeof value === 'string') return found(at, problemOf(value, at));
  if (typeof value === 'number') return found(at, problemOf(String(value), at));
  if (typeof value !== 'object' || value === null) return [];
  const inside = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  if (at.includes(body) && saysSecret(value))
    return found(Array.isArray(value) ? at : [...at, 'value'], 'body');
  return inside.flatMap(([name, held]: [PropertyKey, unknown]): Secret[] => {
    if (typeof name === 'string' && (keyShapes.test(name) || credentialsIn(name)))
      return [{ path: at, problem: problems.field }];
    if (at.includes(body) && isSecretField(name, held, at)) return found([...at, name], 'body');
    return secretsIn(held, [...at, name]);
  });
}

/** Refines a schema, whose value stands at `at` in a config, so that it takes no secrets. */
export function refuseSecrets(...at: PropertyKey[]) {
  return (value: unknown, context: z.core.$RefinementCtx): void => {
    for (const { path, problem } of secretsIn(value, at)) {
      const place = path.slice(at.length);
      // A part's own schema may have found it already.
      const isTold = context.issues.some(
        (issue) => 'path' in issue && JSON.stringify(issue.path ?? []) === JSON.stringify(place),
      );
      if (!isTold) context.addIssue({ code: 'custom', path: place, message: problem });
    }
  };
}

/** Whether a value must not be repeated in a message: it may be a secret, or a secret that was mistyped. */
export function mayBeSecret(text: string, at: readonly PropertyKey[]): boolean {
  const field = fieldOf(at);
  if (
    field === 'apiKeyEnv' ||
    field === 'secretEnv' ||
    at.some((key) => typeof key === 'string' && isSecretName(key))
  )
    return true;
  if (problemOf(text, at) !== undefined) return true;
  // `http:/user:word@host` and the like are no URLs, and hold what they hold all the same.
  const isUrl = field === 'urls' || field === 'url' || field === 'endpointUrl';
  return isUrl && /@|%40|[?#]|:(?!\/|\d)/i.test(text);
}

/** A text, such as a parser's message, without what looks like a secret in it. */
export function concealed(text: string): string {
  return keyShapes.test(text) || credentialsIn(text) ? '(not shown: it may hold a secret)' : text;
}

function found(path: readonly PropertyKey[], problem: Problem | undefined): Secret[] {
  return problem === undefined ? [] : [{ path, problem: problems[problem] }];
}

/** The field that a value stands in: a list's entries stand in the list's. */
function fieldOf(at: readonly PropertyKey[]): string {
  return String(at.findLast((key) => typeof key !== 'number') ?? '');
}

function problemOf(text: string, at: readonly PropertyKey[]): Problem | undefined {
  const field = fieldOf(at);
  const inBody = at.includes(body);
  if (isOfEndpoint(at, 'headers')) return isVariable(text) ? undefined : 'header';
  if (isOfEndpoint(at, 'query')) return isSecretParameter(field, text) ? 'parameter' : undefined;
  const [part] = at;
  const isWritten = text !== '' && (isSecretName(field) || /headers$/i.test(String(at.at(-2))));
  if (!inBody && isWritten && (part === 'endpoints' || part === 'store')) return part;
  const isPlace = !inBody && !at.some((key) => columns.has(String(key))) && Object.hasOwn(places, field);
  const here = isPlace ? places[field]?.(text) : undefined;
  if (here !== undefined) return here;
  if (inBody && (schemeAndKey.test(text) || isHeaderLine(text) || secretsInJson(text))) return 'body';
  if (!keyShapes.test(text) && !credentialsIn(text)) return undefined;
  if (inBody) return 'body';
  return isPlace ? (adviceAt[field] ?? 'text') : 'text';
}

/** A URL's query with a secret's name, or a user and password before its host, anywhere in a text. */
function credentialsIn(text: string): boolean {
  for (const [, address = ''] of text.matchAll(/([a-z][a-z0-9+.-]*:\/{1,}[^\s"'<>]*)/gi)) {
    if (/^[a-z][a-z0-9+.-]*:\/{2,}[^\s@/?#]*:(?!\d+(?:[/?#]|$))[^\s@]*@/i.test(address)) return true;
    if (queryNames(address).some((name) => secretQueryName.test(name) || isSecretName(name))) return true;
  }
  return false;
}

/** Names of what an address has behind its path, as a server reads them. */
function queryNames(address: string): string[] {
  const [, ...parts] = address.split(/[?&#;]/);
  return parts.flatMap((part) => {
    const [name = '', value = ''] = part.split('=');
    return value === '' || value.startsWith('{{') ? [] : [bare(decoded(name))];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** An address whose slashes are not as they should be; a path begins before it where it was taken for a file's. */
const mistyped =
  /(?:^|\/)(?:https?|s3[an]?|gs|gcs|az|abfss?|wasbs?|ftps?|sftp|hdfs|hf):\/*[^/?#\n]*@|^[a-z]\w*\/\/[^/?#\n]*@/i;

/** A user, with a password or without, in an address as people write or mistype it. */
function hasUser(text: string): boolean {
  if (mistyped.test(text) || /^[^\s:/@]+:[^/@]+@[^/@]/.test(text)) return true;
  if (/^[a-z][a-z0-9+.-]*:\/{2,}[^/?#\n]*@/i.test(text)) return true;
  // As it is read by what sends the requests, which mends slashes.
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return `${url?.username ?? ''}${url?.password ?? ''}` !== '';
}

/** An entry of one of an endpoint's tables, in a config or in the endpoint alone. */
function isOfEndpoint(at: readonly PropertyKey[], table: string): boolean {
  return at.at(-2) === table && (at.length === 2 || (at.length === 4 && at[0] === 'endpoints'));
}

/** Something that may well be the name of a variable: a value has small letters, or digits and letters in one run. */
function isVariable(text: string): boolean {
  return /^[A-Z_][A-Z0-9_]*$/.test(text) && !looksRandom(text) && !keyShapes.test(text);
}

function isSecretParameter(name: string, text: string): boolean {
  if (isSecretName(name) || secretQueryName.test(bare(name)) || keyShapes.test(text)) return true;
  // A version such as 2024-10-21-preview has its runs between hyphens.
  return text.split('-').some(looksRandom) || credentialsIn(text);
}

/** A base URL's query says which version or project is meant; what gives access goes into a header. */
function hasSecretQuery(text: string): boolean {
  if (!hasQuery(text)) return false;
  if (text.includes('#') || !URL.canParse(text)) return true;
  return [...new URL(text).searchParams].some(([name, value]) => isSecretParameter(name, value));
}

function hasQuery(text: string): boolean {
  return /[?#]/.test(text);
}

/** A key has no words: letters and digits in one long run. Names of variables have words between underscores. */
function looksRandom(name: string): boolean {
  return name.split('_').some((word) => /^(?=.*\d)(?=.*[a-z])[a-z0-9-]{16,}$/i.test(word));
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** Whether a field of this name holds a secret. */
export function isSecretName(name: string): boolean {
  return secretName.test(bare(name)) || tokenName.test(bare(name));
}

/** A field of a body whose name says that what stands in it is secret. */
function isSecretField(name: PropertyKey, held: unknown, at: readonly PropertyKey[]): boolean {
  if (typeof name !== 'string' || !saysSomething(held)) return false;
  // A JSON Schema describes a field that is called so; it holds none.
  const isDescribed = schemaNames.has(String(at.at(-1))) && typeof held === 'object';
  const isKeyOfBody = at.at(-1) === body && bare(name) === 'key';
  return !isDescribed && (isKeyOfBody || isSecretName(name));
}

/** A header or field as a pair: `[authorization, …]` in a list of such, or `{ name: authorization, value: … }`. */
function saysSecret(holder: object): boolean {
  if (Array.isArray(holder)) {
    const pairs = holder.filter((each: unknown): each is unknown[] => Array.isArray(each));
    return pairs.some(
      ([name, value]) => typeof name === 'string' && isSecretName(name) && saysSomething(value),
    );
  }
  const { name, key, header, value }: Readonly<Record<string, unknown>> = { ...holder };
  return (
    saysSomething(value) && [name, key, header].some((each) => typeof each === 'string' && isSecretName(each))
  );
}

function saysSomething(value: unknown): boolean {
  if (typeof value === 'string') return value !== '';
  if (typeof value !== 'object' || value === null) return typeof value === 'number';
  return Object.values(value).some(saysSomething);
}

/** `X-Api-Key: …` or `api_key=…` as one text. */
function isHeaderLine(text: string): boolean {
  const name = /^\s*"?([\w-]{1,40})"?\s*[:=]\s*(?:(?:bearer|basic)\s+)?\S+\s*$/i.exec(text)?.[1];
  return name !== undefined && isSecretName(name);
}

function secretsInJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    return secretsIn(JSON.parse(text), [body]).length > 0;
  } catch {
    return false;
  }
}
