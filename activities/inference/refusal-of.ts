import type { APIError } from 'openai';
import type { AnyRole } from '../../schemas/inference/role.ts';
import type { ApiKey } from './api-key.ts';
import type { Fault } from './fault.ts';
import { isPage } from './page-text.ts';
import { listsModels, protocolOf } from './protocol-of.ts';

interface Refusing {
  readonly key: ApiKey;
  readonly model: string;
  readonly api: AnyRole['api'];
}

/** Statuses that concern one request's content. */
const OF_ONE_REQUEST = new Set([400, 413, 414, 422, 431, 451]);
/**
 * Statuses below 500 that pass: timeouts (408, 499), conflicts (409), a part of the server that failed (424, TGI), too
 * early (425), no room for this tier (429, Groq's 498).
 */
const PASSING = new Set([408, 409, 424, 425, 429, 498, 499]);
/** A field that the server does not know is in every request of the role: rejecting row by row would lose them all. */
const OF_ITS_FIELDS = new Set([
  'unsupported_parameter',
  'unknown_parameter',
  'unsupported_value',
  'extra_forbidden',
]);
const OF_QUOTA = new Set([
  'insufficient_quota',
  'billing_hard_limit_reached',
  'billing_not_active',
  'Arrearage', // DashScope
]);
/** Anthropic says it with a 400. */
const OF_CREDIT = /\bcredit balance is too low\b|\binsufficient (credits?|balance|funds)\b/i;
/** DeepL's own status for a month's worth that is used up. */
const DEEPL_QUOTA = 456;
/** LibreTranslate says with a 400 that it wants a key, Gemini that it dislikes one. */
const OF_KEY =
  /\b(invalid|missing|get an) api[ _-]?key\b|\bapi[ _-]?key (not valid|expired|is (missing|required|invalid|expired))\b/i;
/** Triton knows no 404 for it. */
const OF_NO_MODEL = /\bunknown model\b/i;
const OF_LENGTH =
  /context[ _]length|maximum (context|model|sequence|input)|max_(model|seq|input)_len|too many tokens|prompt is too long|exceeds? (the (available )?)?context/i;
/** OpenAI's 429 for a request that no wait makes smaller. */
const OF_SIZE = /\brequest too large\b/i;

/** The fault where the server refuses for good; undefined where trying again may help. */
export function refusalOf(
  error: APIError,
  status: number,
  words: string,
  context: Refusing,
): Fault | undefined {
  const code = error.code ?? '';
  const refused = (
    scope: 'model' | 'endpoint',
    problem: string,
    fix: string,
    ofOne?: { readonly perhapsOfOne: true },
  ): Fault => {
    const said = { word: wordOf(error, status, words), text: words };
    return { kind: 'endpoint-refused', status, scope, problem, fix, ...said, perhapsOfOne: false, ...ofOne };
  };
  const ofOne = (): Fault => ({
    kind: 'request-refused',
    status,
    word: wordOf(error, status, words),
    text: words,
  });
  const { name, baseUrl } = protocolOf(context.api);
  // A page comes from what stands before the server, which knows no keys of its.
  if (isPage(words) && (status === 401 || status === 403)) {
    const fix = `See what stands before the server (a proxy, a firewall, a login), and check the base URL: ${baseUrl}.`;
    return refused('endpoint', `no ${name} answers there (HTTP ${status}): ${words}`, fix, mayBeOfOne);
  }
  if (status === 402 || status === DEEPL_QUOTA || OF_QUOTA.has(code) || isOfCredit(status, words)) {
    return refused(
      'endpoint',
      `the quota is used up (HTTP ${status}): ${words}`,
      'Add credit, then resume the build.',
    );
  }
  if (status === 401 || (status === 400 && OF_KEY.test(words)))
    return refused('endpoint', ...keyRefused(status, words, context.key));
  if (status === 403) return refused('endpoint', ...keyRefused(status, words, context.key), mayBeOfOne);
  if (
    code === 'model_not_found' ||
    (status === 404 && /model/i.test(words)) ||
    (status === 400 && OF_NO_MODEL.test(words))
  ) {
    return refused('model', `the model is not there (HTTP ${status}): ${words}`, modelFix(context));
  }
  if ((status === 400 || status === 422) && OF_ITS_FIELDS.has(code)) {
    const fix = 'Leave the field out of the role: see sampling (null is not sent), sendSeed and extraBody.';
    return refused('model', `the server refuses a field (HTTP ${status}): ${words}`, fix, mayBeOfOne);
  }
  if (OF_ONE_REQUEST.has(status) || (status === 500 && OF_LENGTH.test(words))) return ofOne();
  if (status === 429 && OF_SIZE.test(words)) return ofOne();
  if (status < 500 && !PASSING.has(status)) {
    const fix = `Check the base URL: ${baseUrl}, and nothing may redirect it.`;
    const problem = `no ${name} answers there (HTTP ${status}): ${words}`;
    return refused('endpoint', problem, fix, status < 400 ? undefined : mayBeOfOne);
  }
  return undefined;
}

const mayBeOfOne = { perhapsOfOne: true } as const;

function isOfCredit(status: number, words: string): boolean {
  return (status === 400 || status === 403) && OF_CREDIT.test(words);
}

/** Whether a server's words say that there is no room for what is asked and answered. */
export function isOfLength(words: string): boolean {
  return OF_LENGTH.test(words);
}

/** Problem and fix where the server does not accept the key, or the lack of one. */
export function keyRefused(
  status: number,
  words: string,
  { variable }: ApiKey,
): [problem: string, fix: string] {
  const whose = variable === undefined ? 'a request without an API key' : `the API key in ${variable}`;
  const fix =
    variable === undefined
      ? 'Name the environment variable that holds its key as apiKeyEnv of the endpoint.'
      : `Set ${variable} to a key that may use this server and model where the worker starts, and start it again.`;
  return [`the server refuses ${whose} (HTTP ${status}): ${words}`, fix];
}

function modelFix({ model, api }: Refusing): string {
  const known = listsModels(api) ? 'GET /models lists' : 'it serves';
  return `Serve "${model}" there, or change the role's model to one that ${known}.`;
}

function wordOf(error: APIError, status: number, words: string): string {
  if (error.code === 'context_length_exceeded' || OF_LENGTH.test(words)) return 'context_length_exceeded';
  if (status === 413 || status === 414 || status === 429) return 'too_large';
  // vLLM repeats the status as its code.
  const named = [error.code, error.type].find((word) => typeof word === 'string' && !/^\d*$/.test(word));
  return named ?? (status === 403 ? 'forbidden' : 'bad_request');
}
