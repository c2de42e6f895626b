import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import type { AnyRole } from '../../schemas/inference/role.ts';
import type { ApiKey } from './api-key.ts';
import type { Fault } from './fault.ts';
import { NoConnection } from './no-connection.ts';
import { refusalOf } from './refusal-of.ts';
import { retryAfterMs } from './retry-after.ts';
import { serverWords } from './server-words.ts';
import { LabelNeeded } from './services/label-needed.ts';
import { StreamStalled } from './stream-fault.ts';
import { UnusableAnswer } from './unusable-answer.ts';

export interface FaultContext {
  readonly key: ApiKey;
  readonly model: string;
  readonly api: AnyRole['api'];
  readonly timeoutMs: number;
}

type StatusError = APIError<number>;
type Passing = Extract<Fault, { kind: 'passing' }>;

/** Reads what a try threw: the SDK's errors, the transport's, and those of an answer that is none. */
export function faultOf(error: unknown, context: FaultContext): Fault {
  const { key, timeoutMs } = context;
  if (error instanceof APIConnectionTimeoutError) {
    return passing(`no complete answer within ${timeoutMs / 1000} s (timeoutSeconds)`, { late: true });
  }
  if (error instanceof APIConnectionError) {
    const cause: unknown = error.cause;
    if (cause instanceof StreamStalled) return passing(`${cause.message} (timeoutSeconds)`, { late: true });
    const unreachable = cause instanceof NoConnection && cause.neverConnected;
    return passing(key.scrub(cause instanceof Error ? cause.message : error.message), { unreachable });
  }
  if (isStatusError(error)) return statusFault(error, context);
  if (error instanceof UnusableAnswer) return passing(wordsOf(error.message, key), { unusable: true });
  if (error instanceof LabelNeeded) {
    const { problem, fix } = error;
    const ofAll = { perhapsOfOne: false, word: 'label_needed', text: problem };
    return { kind: 'endpoint-refused', status: 200, scope: 'model', problem, fix, ...ofAll };
  }
  if (error instanceof SyntaxError)
    return passing(wordsOf(`HTTP 200 with broken JSON: ${error.message}`, key), { unusable: true });
  return { kind: 'unexpected', error: scrubbed(error, key) };
}

function wordsOf(message: string, key: ApiKey): string {
  return serverWords({ status: undefined, message }, key);
}

function isStatusError(error: unknown): error is StatusError {
  return error instanceof APIError && typeof error.status === 'number';
}

function statusFault(error: StatusError, context: FaultContext): Fault {
  const { status } = error;
  const words = serverWords(error, context.key);
  const refusal = refusalOf(error, status, words, context);
  if (refusal !== undefined) return refusal;
  const text = `HTTP ${status}: ${words}`;
  if (status === 429 || status === 503 || status === 529) {
    const pauseMs =
      error.headers === undefined ? undefined : retryAfterMs(error.headers, Date.now(), status === 429);
    return { kind: 'busy', status, text, pauseMs, overload: status !== 503 || pauseMs !== undefined };
  }
  return passing(text, { status, late: status === 408 || status === 504 });
}

function passing(text: string, more: Partial<Omit<Passing, 'kind' | 'text'>> = {}): Fault {
  const { status, unreachable = false, late = false, unusable = false } = more;
  return { kind: 'passing', status, text, unreachable, late, unusable };
}

function scrubbed(error: unknown, key: ApiKey): Error {
  const text = String(error);
  if (error instanceof Error && key.scrub(`${text}\n${error.stack}`) === `${text}\n${error.stack}`)
    return error;
  return new Error(key.scrub(text));
}
