import { APIError } from 'openai';
import { z } from 'zod';
import type { Answer, LanguageQuestion } from '../../../schemas/inference/question.ts';
import { readCompletion } from '../completion-response.ts';
import { openAiErrorBody } from '../error-body.ts';
import type { Manner } from '../manner.ts';
import { questionBody } from '../question-body.ts';

/** Where a role's requests go, in the lines of a batch and in its order. */
export function batchPath(question: Pick<LanguageQuestion, 'api'>): string {
  return question.api === 'chat' ? '/v1/chat/completions' : '/v1/completions';
}

/** The line of a question; `id` comes back with its answer. */
export function requestLine(id: string, question: LanguageQuestion, manner: Manner): string {
  const { body } = questionBody(question, manner);
  return `${JSON.stringify({ custom_id: id, method: 'POST', url: batchPath(question), body })}\n`;
}

const LineSchema = z.object({
  custom_id: z.string(),
  response: z
    .object({ status_code: z.number().default(200), body: z.unknown() })
    .nullish()
    .catch(null),
  error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish().catch(null),
});
export type ResultLine = z.output<typeof LineSchema>;

/** The lines of an output or error file, by the id of their request. What is no such line is no answer. */
export function resultLines(text: string): ReadonlyMap<string, ResultLine> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const found = LineSchema.safeParse(parsed(line)).data;
      return found === undefined ? [] : [[found.custom_id, found] as const];
    }),
  );
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function errorIn(body: string): object {
  return z.looseObject({}).parse(JSON.parse(body));
}

/** Codes of lines that the batch ended without. */
const notRun = new Set(['batch_expired', 'batch_cancelled']);

/** Whether the batch ended before the line's turn came. */
export function wasNotRun({ response, error }: ResultLine): boolean {
  return (response === null || response === undefined) && notRun.has(error?.code ?? '');
}

/**
 * The answer in a line. Throws what the same answer to a request of its own would throw: UnusableAnswer, or the SDK's
 * error of its status.
 */
export function answerIn(line: ResultLine, question: LanguageQuestion, milliseconds: number): Answer {
  const { response, error } = line;
  if (
    response !== null &&
    response !== undefined &&
    response.status_code >= 200 &&
    response.status_code < 300
  )
    return readCompletion({ body: response.body, headers: { get: () => null }, milliseconds }, question);
  const said = response?.body ?? {
    error: { code: error?.code, message: error?.message ?? 'no reason given' },
  };
  const body = openAiErrorBody(typeof said === 'string' ? said : JSON.stringify(said));
  throw APIError.generate(response?.status_code ?? 500, errorIn(body), undefined, new Headers());
}
