import type { Json } from '../../schemas/json.ts';
import type { LanguageQuestion } from '../../schemas/inference/question.ts';
import { plainly, type Manner } from './manner.ts';
import { withoutNulls } from './without-nulls.ts';

export interface RequestBody {
  /** Path below the base URL. */
  readonly path: '/chat/completions' | '/completions';
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * A question as the OpenAI API takes it. A field of `extraBody` goes before ours, but not before what is asked; one that
 * is null there is not sent at all.
 */
export function questionBody(question: LanguageQuestion, manner: Manner = plainly): RequestBody {
  const { temperature, topP, maxTokens, stop, seed, sendSeed } = question;
  const { maxTokensField = 'max_tokens', seedField = 'seed' } = manner;
  const sampling = withoutNulls({
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(maxTokens === undefined ? {} : { [maxTokensField]: maxTokens }),
    ...(stop === undefined || stop.length === 0 ? {} : { stop }),
    ...(sendSeed ? { [seedField]: seed } : {}),
    ...unstreamed(question.extraBody),
    ...streamOf(question, manner),
  });
  if (question.api === 'chat') {
    return {
      path: '/chat/completions',
      body: { ...sampling, model: question.model, messages: question.messages },
    };
  }
  const prompt = question.messages.map(({ content }) => content).join('\n\n');
  return { path: '/completions', body: { ...sampling, model: question.model, prompt } };
}

/** The usage of a stream comes with its last piece, where it is asked for. */
function streamOf({ extraBody }: LanguageQuestion, { stream, usageOfStreams = true }: Manner) {
  if (stream !== true) return {};
  const asksUsage = usageOfStreams && extraBody['stream_options'] !== null;
  return { stream: true, ...(asksUsage ? { stream_options: { include_usage: true } } : {}) };
}

/** Whether an answer comes in pieces is the role's `stream` to say. */
function unstreamed({ stream, stream_options, ...rest }: Readonly<Record<string, Json>>) {
  return rest;
}
