import { APIError } from 'openai';
import type { Manner } from './manner.ts';

/** What the refusals of a server have taught this process of how a model's questions must travel. */
const learnt = new Map<string, Manner>();

const REFUSES_FIELDS = [400, 422];
/** Codes of a field that the model does not know; one that is only too large says something else. */
const UNKNOWN = /unsupported_parameter|unknown_parameter|extra_forbidden/;
const USE_THE_OTHER = /\buse\b.{0,20}\bmax_completion_tokens\b/i;

/** How questions of a model travel to a server: as the role says, and else as the server asked for before. */
export function knownManner(server: string, model: string, manner: Manner): Manner {
  // None has taught anything yet: nothing to look up.
  if (learnt.size === 0) return manner;
  const known = learnt.get(keyOf(server, model));
  return known === undefined ? manner : { ...known, ...manner };
}

/**
 * Learns from a refusal. True where the same question may travel otherwise now: reasoning models of OpenAI take
 * `max_completion_tokens` alone, and most others `max_tokens` alone; some servers do not know `stream_options`.
 */
export function learnFrom(
  error: unknown,
  server: string,
  model: string,
  manner: Manner,
  body: Readonly<Record<string, unknown>>,
): boolean {
  if (!(error instanceof APIError) || !REFUSES_FIELDS.includes(Number(error.status))) return false;
  const lesson = lessonOf(error, manner, body);
  if (lesson === undefined) return false;
  const key = keyOf(server, model);
  learnt.set(key, { ...learnt.get(key), ...lesson });
  return true;
}

function lessonOf(
  { param, code, message }: Pick<APIError, 'param' | 'code' | 'message'>,
  manner: Manner,
  body: Readonly<Record<string, unknown>>,
): Manner | undefined {
  if ('stream_options' in body && /stream_options|include_usage/.test(`${param} ${message}`))
    return { usageOfStreams: false };
  const unknown = param === 'max_tokens' && UNKNOWN.test(code ?? '');
  const isName = 'max_tokens' in body && (unknown || USE_THE_OTHER.test(message));
  if (!isName || manner.maxTokensField !== undefined || !('messages' in body)) return undefined;
  return { maxTokensField: 'max_completion_tokens' };
}

function keyOf(server: string, model: string): string {
  return `${server}\n${model}`;
}
