import { z } from 'zod';
import type { Answer, LanguageQuestion } from '../../schemas/inference/question.ts';
import { bodyExcerpt } from './body-excerpt.ts';
import { joined, MessageFieldsSchema, reasoningIn, saidIn } from './completion-message.ts';
import { endingOf, isFault } from './finish.ts';
import { UnusableAnswer } from './unusable-answer.ts';

const CountSchema = z.number().nonnegative().nullish();
/** Told besides; a server that tells it in another form has answered all the same. */
const DetailsSchema = z.object({ reasoning_tokens: CountSchema }).nullish().catch(null);

const UsageSchema = z.object({
  prompt_tokens: CountSchema,
  completion_tokens: CountSchema,
  completion_tokens_details: DetailsSchema,
  reasoning_tokens: CountSchema.catch(null),
});

const ErrorSchema = z.object({
  error: z.union([
    z.string().min(1),
    z.object({ message: z.string() }).transform(({ message }) => message),
    // Of a server that has no words for it.
    z.record(z.string(), z.unknown()).transform((error) => JSON.stringify(error)),
  ]),
});

/** What else is in it may be thoughts, or an error beside what came of the answer. */
const ChoiceSchema = z.looseObject({
  finish_reason: z.string().nullish(),
  /** What the model's own server called the end, where a gateway (OpenRouter) says it in OpenAI's words. */
  native_finish_reason: z.string().nullish().catch(null),
  /** Raw completions. */
  text: z.string().nullish(),
  /** Chat. */
  message: MessageFieldsSchema.nullish(),
});

const CompletionSchema = z.looseObject({
  model: z.string().nullish(),
  system_fingerprint: z.string().nullish(),
  usage: UsageSchema.nullish(),
  choices: z.array(ChoiceSchema).min(1),
});

export interface Received {
  readonly body: unknown;
  readonly headers: { get(name: string): string | null | undefined };
  readonly milliseconds: number;
}

/**
 * Reads an answer of the chat or the completions API, of whichever server: the text, and apart from it what the model
 * thought and why it refused. No text is an answer too: the empty one. Markup within the text is left as it came, so
 * that the answer that is kept is the server's (`readAnswer` takes it off).
 * @throws UnusableAnswer where there is no choice in it, or where it or the choice has an error, whatever came before it.
 */
export function readCompletion(
  { body, headers, milliseconds }: Received,
  question: LanguageQuestion,
): Answer {
  const result = CompletionSchema.safeParse(body);
  const choice = result.data?.choices[0];
  if (result.data === undefined || choice === undefined) throw new UnusableAnswer(whyUnusable(body));
  const finish = finishOf(choice);
  if (errorOf(result.data) !== undefined || errorOf(choice) !== undefined || isFault(finish))
    throw new UnusableAnswer(whyUnusable(body, finish));
  const { usage, model, system_fingerprint: fingerprint } = result.data;
  const said = saidIn(choice.message ?? {});
  const text = said.text === '' ? (choice.text ?? '') : said.text;
  const reasoning = joined([said.reasoning, reasoningIn(choice)]);
  const thought = usage?.completion_tokens_details?.reasoning_tokens ?? usage?.reasoning_tokens ?? 0;
  // Some servers call a tool and say that they stopped; what they say before it is no answer.
  const calls = (choice.message?.tool_calls ?? []).length > 0;
  return {
    text,
    ...(reasoning === '' ? {} : { reasoning }),
    ...(said.refusal === '' ? {} : { refusal: said.refusal }),
    finish: calls && endingOf(finish) === undefined ? 'tool_calls' : finish,
    usage: {
      promptTokens: usage?.prompt_tokens ?? 0,
      completionTokens: usage?.completion_tokens ?? 0,
      ...(thought === 0 ? {} : { reasoningTokens: thought }),
    },
    servedBy: model ?? question.model,
    standIn: isStandIn({ headers }) || fingerprint === 'tunesmith-stand-in',
    milliseconds: Math.round(milliseconds),
  };
}

/** Every answer of the stand-in says so in a header. */
export function isStandIn({ headers }: Pick<Received, 'headers'>): boolean {
  return headers.get('x-tunesmith-stand-in') === 'true';
}

/** The end in the server's words: a gateway's `stop` may stand for what the model's own server called otherwise. */
function finishOf({
  finish_reason: said,
  native_finish_reason: native,
}: z.infer<typeof ChoiceSchema>): string | null {
  const ending = endingOf(native ?? null);
  const isTold = ending !== undefined && ending !== 'unknown finish';
  return (endingOf(said ?? null) === undefined && isTold ? native : said) ?? null;
}

const FirstChoiceSchema = z.object({ choices: z.tuple([z.unknown()], z.unknown()) });

/** An error of the whole, or of the choice that is read, also where the rest is no completion. */
function errorIn(body: unknown): string | undefined {
  return errorOf(body) ?? errorOf(FirstChoiceSchema.safeParse(body).data?.choices[0]);
}

/** Looks for the field first: every good answer would pay for the words on what is wrong with it as an error. */
function errorOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('error' in value)) return undefined;
  return ErrorSchema.safeParse(value).data?.error;
}

function whyUnusable(body: unknown, finish: string | null = null): string {
  const said = errorIn(body);
  if (said !== undefined) return `HTTP 200 with an error in it: ${said}`;
  if (finish !== null) return `HTTP 200 with an answer that ended by a fault of the server: ${finish}`;
  return `HTTP 200 without an answer in it: ${bodyExcerpt(body)}`;
}
