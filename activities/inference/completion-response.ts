import { z } from 'zod';
import type { Answer, LanguageQuestion } from '../../schemas/inference/question.ts';
import { bodyExcerpt } from './body-excerpt.ts';
import { UnusableAnswer } from './unusable-answer.ts';

const CountSchema = z.number().nonnegative().nullish();
const TextSchema = z.union([
  z.string(),
  z
    .array(z.object({ text: z.string().default('') }))
    .transform((parts) => parts.map(({ text }) => text).join('')),
]);

const ChoiceSchema = z.object({
  finish_reason: z.string().nullish(),
  /** Raw completions. */
  text: z.string().nullish(),
  /** Chat. A reasoning model's `reasoning_content` is not part of its answer. */
  message: z.object({ content: TextSchema.nullish(), refusal: z.string().nullish() }).nullish(),
});

const CompletionSchema = z.object({
  model: z.string().nullish(),
  system_fingerprint: z.string().nullish(),
  usage: z.object({ prompt_tokens: CountSchema, completion_tokens: CountSchema }).nullish(),
  choices: z.array(ChoiceSchema).min(1),
});

const ErrorSchema = z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) });

export interface Received {
  readonly body: unknown;
  readonly headers: { get(name: string): string | null };
  readonly milliseconds: number;
}

/**
 * Reads an answer of the chat or the completions API. No text is an answer too: the empty one.
 * @throws UnusableAnswer where there is no choice in it.
 */
export function readCompletion(
  { body, headers, milliseconds }: Received,
  question: LanguageQuestion,
): Answer {
  const result = CompletionSchema.safeParse(body);
  const choice = result.data?.choices[0];
  if (result.data === undefined || choice === undefined || choice.finish_reason === 'error') {
    throw new UnusableAnswer(whyUnusable(body));
  }
  const { usage, model, system_fingerprint: fingerprint } = result.data;
  return {
    text: choice.message?.content ?? choice.message?.refusal ?? choice.text ?? '',
    finish: choice.finish_reason ?? null,
    usage: { promptTokens: usage?.prompt_tokens ?? 0, completionTokens: usage?.completion_tokens ?? 0 },
    servedBy: model ?? question.model,
    standIn: isStandIn({ headers }) || fingerprint === 'tunesmith-stand-in',
    milliseconds: Math.round(milliseconds),
  };
}

/** Every answer of the stand-in says so in a header. */
export function isStandIn({ headers }: Pick<Received, 'headers'>): boolean {
  return headers.get('x-tunesmith-stand-in') === 'true';
}

function whyUnusable(body: unknown): string {
  const { data } = ErrorSchema.safeParse(body);
  if (data === undefined) return `HTTP 200 without an answer in it: ${bodyExcerpt(body)}`;
  return `HTTP 200 with an error in it: ${typeof data.error === 'string' ? data.error : data.error.message}`;
}
