import { APIError } from 'openai';
import type { Json } from '../../schemas/json.ts';
import { isOfLength } from './refusal-of.ts';

/** A field of a request that a server refuses, whatever else is asked. */
export interface RefusedField {
  readonly field: string;
  /** The value that it asks for, where it names one. */
  readonly wanted?: Json;
}

const REFUSES_FIELDS = [400, 422];

/** What is asked, and no field that could be left out. */
const asked = new Set(['model', 'messages', 'prompt', 'input']);

/** What other APIs call our fields, whose words come through a gateway. */
const alsoCalled: Readonly<Record<string, readonly string[]>> = {
  max_tokens: ['max_completion_tokens', 'maxOutputTokens', 'max_output_tokens', 'max_new_tokens'],
  max_completion_tokens: ['max_tokens', 'maxOutputTokens', 'max_output_tokens', 'max_new_tokens'],
  top_p: ['topP'],
  stop: ['stopSequences', 'stop_sequences'],
};

/** Of two that may not be sent together, which is left out. */
const rather = ['top_p', 'seed', 'random_seed', 'stop'];

/** Words that say that what they name is refused, not only spoken of. */
const REFUSING =
  /not (?:supported|permitted|allowed|recognized)|unsupported|unknown|unrecognized|unexpected|extra|invalid|must|should|only|cannot|can't|does not|required|forbidden|deprecated|too (?:large|big|high)|(?:greater|less|more) than|exceed|range|maximum|at most|非法|不支持|无效/i;

/** What a server takes a field for is none that it refuses. */
const SUGGESTED = /\b(?:did you mean|drop_params|instead of)\b[^.\n]*/gi;

/** The field that the refusal of a trial names; undefined where it names none of a request. */
export function refusedField(
  error: unknown,
  body: Readonly<Record<string, unknown>>,
): RefusedField | undefined {
  if (!(error instanceof APIError) || !REFUSES_FIELDS.includes(Number(error.status))) return undefined;
  const { param } = error;
  const message = error.message.replace(SUGGESTED, '');
  const sent = Object.keys(body).filter((name) => !asked.has(name));
  const named =
    bySent(param ?? '', sent) ??
    tooLong(message, sent) ??
    (REFUSING.test(message) ? (bySent(message, sent) ?? unsent(message, param)) : undefined);
  if (named === undefined) return undefined;
  const wanted = wantedOf(message, named, body);
  return wanted === undefined ? { field: named } : { field: named, wanted };
}

/** The text of a trial is short: what has no room is the answer that it may get. */
function tooLong(message: string, sent: readonly string[]): string | undefined {
  return isOfLength(message) ? sent.find((field) => /^max_(?:completion_)?tokens$/.test(field)) : undefined;
}

/** The one of the sent fields that a text names. */
function bySent(text: string, sent: readonly string[]): string | undefined {
  const all = sent.filter((field) =>
    [field, ...(alsoCalled[field] ?? [])].some((name) => isNamed(text, name)),
  );
  return rather.find((field) => all.includes(field)) ?? all[0];
}

/** Names that are words of any sentence too. */
const plain = new Set(['stop', 'stream', 'user', 'n', 'tools', 'store', 'format']);

/** Plain words are names where they stand as such; others in any case, as in `Top_p must be 1`, or as `topP`. */
function isNamed(text: string, name: string): boolean {
  if (plain.has(name))
    return new RegExp(
      `(?:^(?:\\d{3} )?|["'\`.[(]|: |\\b(?:parameter|field|argument|property) )${name}(?![A-Za-z0-9_])`,
    ).test(text);
  const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return new RegExp(`(?<![A-Za-z0-9_])(?:${name}|${camel})(?![A-Za-z0-9_])`, 'i').test(text);
}

/** A field that the server misses, or wants otherwise than it is without being sent. */
function unsent(message: string, param: string | null | undefined): string | undefined {
  const named =
    /\bparameter(?:\.|:?\s+["'`])([a-z][a-z0-9_]*)/i.exec(message)?.[1] ??
    /\bparameter:?\s+([a-z]+(?:_[a-z0-9]+)+)/.exec(message)?.[1] ??
    /["'`]([a-z]+(?:_[a-z0-9]+)+)["'`]/.exec(message)?.[1];
  if (named === undefined && /\bstream(?:s|ed|ing)?\b/i.test(message)) return 'stream';
  const field = named ?? (/^[a-z]+(?:_[a-z0-9]+)+$/.test(param ?? '') ? param : undefined) ?? undefined;
  return field === undefined || asked.has(field) ? undefined : field;
}

function wantedOf(message: string, field: string, body: Readonly<Record<string, unknown>>): Json | undefined {
  if (field === 'stream') return body['stream'] !== true;
  if (field in body) return undefined;
  const value = /\b(?:set|must be|equal)(?:\s+\w+)?\s+to\s+["'`]?(true|false|-?\d+(?:\.\d+)?)\b/i.exec(
    message,
  )?.[1];
  return value === undefined ? undefined : valueOf(value.toLowerCase());
}

function valueOf(word: string): Json {
  return word === 'true' || word === 'false' ? word === 'true' : Number(word);
}
