import { z } from 'zod';
import type { Limits } from '../answer.ts';
import type { Dice } from '../dice.ts';
import { RequestProblem } from '../http/problem.ts';

/** Request fields that chat and raw completions share. Others are let through and count towards the key. */
export const samplingShape = {
  model: z.string().min(1),
  n: z.int().min(1).max(128).nullish(),
  max_tokens: z.int().positive().nullish(),
  max_completion_tokens: z.int().positive().nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
};

interface Sampling {
  max_tokens?: number | null | undefined;
  max_completion_tokens?: number | null | undefined;
  stop?: string | string[] | null | undefined;
}

export function limitsOf(request: Sampling, promptTokens: number, contextLength: number): Limits {
  const asked = request.max_completion_tokens ?? request.max_tokens ?? Infinity;
  const { stop } = request;
  return {
    maxTokens: Math.max(1, Math.min(asked, contextLength - promptTokens)),
    stop: typeof stop === 'string' ? [stop] : (stop ?? []),
  };
}

/** Fields that say how an answer is delivered or filed, or how many there are, but not what it says. */
const NOT_IN_KEY = new Set([
  'n',
  'stream',
  'stream_options',
  'user',
  'metadata',
  'store',
  'service_tier',
  'encoding_format',
]);

/** The part of a request that its answer depends on, in one order whatever order the client wrote it in. */
export function keyOf(path: string, request: Record<string, unknown>): string {
  const fields = Object.keys(request)
    .filter((field) => !NOT_IN_KEY.has(field))
    .sort();
  return `${path} ${JSON.stringify(fields.map((field) => [field, request[field]]))}`;
}

/** The first choice's dice are the request's own, so that it is the answer that n = 1 gets. */
export function diceOfChoice(dice: Dice, choice: number): Dice {
  return choice === 0 ? dice : dice.fork(`choice ${choice}`);
}

/** Eight hexadecimal digits that belong to the request. */
export function idOf(dice: Dice): string {
  return dice
    .fork('id')
    .below(2 ** 32)
    .toString(16)
    .padStart(8, '0');
}

/**
 * Reads a request with a schema.
 * @throws RequestProblem (400) that names the first field that is wrong.
 */
export function readRequest<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const param = issue?.path.join('.') ?? '';
  const message = `Invalid request${param === '' ? '' : `: '${param}'`}: ${issue?.message ?? 'unreadable'}.`;
  throw new RequestProblem(400, message, { param: param === '' ? null : param });
}
