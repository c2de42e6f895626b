import type { APIError } from 'openai';
import type { AnyRole } from '../../schemas/inference/role.ts';
import type { ApiKey } from './api-key.ts';
import type { Fault } from './fault.ts';
import { listsModels, protocolOf } from './protocol-of.ts';

interface Refusing {
  readonly key: ApiKey;
  readonly model: string;
  readonly api: AnyRole['api'];
}

/** Statuses that concern one request's content. */
const OF_ONE_REQUEST = new Set([400, 413, 414, 422, 431, 451]);
/** A field that the server does not know is in every request of the role: rejecting row by row would lose them all. */
const OF_ITS_FIELDS = new Set(['unsupported_parameter', 'unknown_parameter', 'unsupported_value']);
const OF_QUOTA = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active']);
/** DeepL's own status for a month's worth that is used up. */
const DEEPL_QUOTA = 456;
/** LibreTranslate says with a 400 that it wants a key, Gemini that it dislikes one. */
const OF_KEY =
  /\b(invalid|missing|get an) api[ _-]?key\b|\bapi[ _-]?key (not valid|is (missing|required|invalid))\b/i;
/** Triton knows no 404 for it. */
const OF_NO_MODEL = /\bunknown model\b/i;
const OF_LENGTH =
  /context[ _]length|maximum (context|model|sequence|input)|max_(model|seq|input)_len|too many tokens|prompt is too long|exceeds? the (available )?context/i;

/** The fault where the server refuses for good; undefined where trying again may help. */
export function refusalOf(
  error: APIError,
  status: number,
  words: string,
  context: Refusing,
): Fault | undefined {
  const code = error.code ?? '';
  const refused = (scope: 'model' | 'endpoint', problem: string, fix: string): Fault => {
    return { kind: 'endpoint-refused', status, scope, problem, fix };
  };
  if (status === 401 || status === 403 || (status === 400 && OF_KEY.test(words)))
    return refused('endpoint', ...keyRefused(status, words, context.key));
  if (status === 402 || status === DEEPL_QUOTA || OF_QUOTA.has(code)) {
    return refused(
      'endpoint',
      `the quota is used up (HTTP ${status}): ${words}`,
      'Add credit, then resume the build.',
    );
  }
  if (
    code === 'model_not_found' ||
    (status === 404 && /model/i.test(words)) ||
    (status === 400 && OF_NO_MODEL.test(words))
  ) {
    return refused('model', `the model is not there (HTTP ${status}): ${words}`, modelFix(context));
  }
  if (status === 400 && OF_ITS_FIELDS.has(code)) {
    const fix = 'Leave the field out of the role: see extraBody, sampling and sendSeed.';
    return refused('model', `the server refuses a field (HTTP 400): ${words}`, fix);
  }
  if (OF_ONE_REQUEST.has(status)) {
    return { kind: 'request-refused', status, word: wordOf(error, status, words), text: words };
  }
  if (status < 400 || (status < 500 && ![408, 409, 429].includes(status))) {
    const { name, baseUrl } = protocolOf(context.api);
    const fix = `Check the base URL: ${baseUrl}, and nothing may redirect it.`;
    return refused('endpoint', `no ${name} answers there (HTTP ${status}): ${words}`, fix);
  }
  return undefined;
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
  if (status === 413 || status === 414) return 'too_large';
  // vLLM repeats the status as its code.
  const named = [error.code, error.type].find((word) => typeof word === 'string' && !/^\d*$/.test(word));
  return named ?? 'bad_request';
}
