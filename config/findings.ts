import { z } from 'zod';
import { isSecretName, keyAdvice, mayBeSecret } from '../schemas/secrets.ts';
import { closest } from './closest.ts';
import type { ConfigFinding } from './config-error.ts';
import type { ConfigText } from './config-file.ts';
import { knownKeys } from './known-keys.ts';

type Issue = z.core.$ZodIssue;

/** What a recipe's schema finds wrong with a config, in words for people, in the order of the file. */
export function findingsOf(
  error: z.ZodError,
  value: unknown,
  schema: z.ZodType,
  file: Pick<ConfigText, 'lineOf'>,
): ConfigFinding[] {
  return error.issues
    .flatMap((issue) => told(issue, [], value, schema))
    .map(({ at, problem }) => ({ at: pathText(at), line: file.lineOf(at), problem }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

interface Told {
  readonly at: readonly PropertyKey[];
  readonly problem: string;
}

function told(issue: Issue, above: readonly PropertyKey[], value: unknown, schema: z.ZodType): Told[] {
  const at = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ at: [...at, key], problem: unknownKey(key, knownKeys(schema, at)) }));
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => ({ at, problem: message }));
  const met = valueAt(value, at);
  if (issue.code === 'invalid_union') {
    // The branch that the user meant: the one whose kind of value is there. Else the union's own words.
    const { meant, choice } = branchMeant(
      issue.errors.filter((branch) =>
        branch.every((each) => each.path.length > 0 || each.code !== 'invalid_type'),
      ),
    );
    if (meant !== undefined) return meant.flatMap((each) => told(each, at, value, schema));
    if (choice !== undefined) {
      const chosen = [...at, ...choice.path];
      return [{ at: chosen, problem: choose(valueAt(value, chosen), choice.options) }];
    }
    const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
    if (options.length > 0) return [{ at, problem: choose(met, options) }];
    return [
      {
        at,
        problem:
          met === undefined ? `is missing; ${issue.message}` : `${issue.message}; met ${shown(met, at)}`,
      },
    ];
  }
  return [{ at, problem: problemOf(issue, met, at) }];
}

/**
 * Of several branches the one in which no choice is wrong that is right in another, such as a role's `api`; or the
 * choice that is wrong in all of them, with what there is to choose from.
 */
function branchMeant(branches: readonly (readonly Issue[])[]): {
  meant?: readonly Issue[];
  choice?: { path: readonly PropertyKey[]; options: readonly unknown[] };
} {
  const wrong = branches.map((branch) => branch.find(({ code }) => code === 'invalid_value'));
  const right = branches.filter((_, at) => wrong[at] === undefined);
  const [meant] = right;
  if (meant !== undefined) return right.length === 1 ? { meant } : fewestUnknown(right);
  const [first] = wrong;
  if (first === undefined || wrong.some((each) => pathText(each?.path ?? []) !== pathText(first.path)))
    return {};
  const options = wrong.flatMap((each) => (each?.code === 'invalid_value' ? each.values : []));
  return { choice: { path: first.path, options } };
}

/** Of branches in which nothing but keys is wrong, the one that knows the most of them. */
function fewestUnknown(branches: readonly (readonly Issue[])[]): { meant?: readonly Issue[] } {
  const unknown = (branch: readonly Issue[]) =>
    branch.reduce((sum, each) => sum + (each.code === 'unrecognized_keys' ? each.keys.length : Infinity), 0);
  const [meant] = [...branches].sort((a, b) => unknown(a) - unknown(b));
  return meant === undefined || unknown(meant) === Infinity ? {} : { meant };
}

function problemOf(issue: Issue, met: unknown, at: readonly PropertyKey[]): string {
  if (met === undefined && issue.code !== 'custom') {
    const known = issue.code === 'invalid_value' ? `; one of ${list(issue.values)}` : '';
    return `is missing${issue.code === 'invalid_type' ? `; it must be ${kind(issue.expected)}` : known}`;
  }
  // A wording that the schema gives itself says more than ours.
  const own = !/^(Invalid|Too (small|big)|Unrecognized)/.test(issue.message);
  if (own)
    return met === undefined || /met:|not shown/.test(issue.message)
      ? issue.message
      : `${issue.message}; met ${shown(met, at)}`;
  switch (issue.code) {
    case 'invalid_type': {
      const quote = issue.expected === 'string' && typeof met !== 'object' ? '; put it in quotes' : '';
      const dash =
        issue.expected === 'array' && typeof met === 'string'
          ? `; write [${mayBeSecret(met, at) ? '…' : met}]`
          : '';
      return `must be ${kind(issue.expected)}, not ${shown(met, at)}${quote}${dash}`;
    }
    case 'invalid_value':
      return choose(met, issue.values);
    case 'too_small':
      return `must ${limit(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum)}, not ${sizeOf(met) ?? shown(met, at)}`;
    case 'too_big':
      return `must ${limit(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum)}, not ${sizeOf(met) ?? shown(met, at)}`;
    default:
      return `${issue.message}; met ${shown(met, at)}`;
  }
}

function unknownKey(key: string, known: readonly string[]): string {
  if (isSecretName(key) || /headers$/i.test(key)) {
    if (known.includes('apiKeyEnv')) return keyAdvice.endpoints;
    if (known.includes('endpointUrl')) return keyAdvice.store;
  }
  if (known.includes(key)) return 'does not go with the other keys that are here';
  const near = closest(key, known);
  if (near !== undefined) return `unknown key; did you mean "${near}"?`;
  return known.length === 0 ? 'unknown key' : `unknown key; there are ${known.join(', ')}`;
}

function choose(met: unknown, options: readonly unknown[]): string {
  if (met === undefined) return `is missing; one of ${list(options)}`;
  const near = typeof met === 'string' ? closest(met, options.map(String)) : undefined;
  const hint = near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`;
  return `must be ${options.length === 1 ? '' : 'one of '}${list(options)}, not ${shown(met, [])}${hint}`;
}

function limit(origin: string, than: string, bound: number | bigint): string {
  if (origin === 'string') return `have ${than} ${bound} character${bound === 1 ? '' : 's'}`;
  if (origin === 'array' || origin === 'set') return `have ${than} ${bound} entr${bound === 1 ? 'y' : 'ies'}`;
  return `be ${than} ${bound}`;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a set of keys',
  record: 'a set of keys',
};

function kind(expected: string): string {
  return kinds[expected] ?? expected;
}

function list(options: readonly unknown[]): string {
  return options.map((option) => JSON.stringify(option)).join(', ');
}

/** Of a list with too few or too many entries, how many it has. */
function sizeOf(met: unknown): number | undefined {
  return Array.isArray(met) && met.length > 0 ? met.length : undefined;
}

const shownLength = 60;
const hidden = 'what is there (not shown: it may be a secret)';

/** The value met, shortened. What may be a secret is never repeated. */
function shown(met: unknown, at: readonly PropertyKey[]): string {
  if (met === null) return 'nothing';
  if (Array.isArray(met)) return met.length === 0 ? 'an empty list' : 'a list';
  if (typeof met === 'object') return 'a set of keys';
  if (mayBeSecret(typeof met === 'string' ? met : JSON.stringify(met), at)) return hidden;
  const text = JSON.stringify(met);
  return text.length > shownLength ? `${text.slice(0, shownLength - 1)}…` : text;
}

function valueAt(value: unknown, at: readonly PropertyKey[]): unknown {
  return at.reduce<unknown>(
    (holder, key) => (typeof holder === 'object' && holder !== null ? Reflect.get(holder, key) : undefined),
    value,
  );
}

/** `roles.backward.model`, `corpus.files[0]`. */
export function pathText(at: readonly PropertyKey[]): string {
  return at.reduce<string>(
    (text, key) =>
      typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`,
    '',
  );
}
