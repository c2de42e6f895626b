import type { Json } from '../../schemas/json.ts';
import type { LanguageQuestion } from '../../schemas/inference/question.ts';

export interface RequestBody {
  /** Path below the base URL. */
  readonly path: '/chat/completions' | '/completions';
  readonly body: Readonly<Record<string, unknown>>;
}

/** A question as the OpenAI API takes it. A field of `extraBody` goes before ours, but not before what is asked. */
export function questionBody(question: LanguageQuestion): RequestBody {
  const sampling = {
    temperature: question.temperature,
    top_p: question.topP,
    ...(question.maxTokens === undefined ? {} : { max_tokens: question.maxTokens }),
    ...(question.stop === undefined || question.stop.length === 0 ? {} : { stop: question.stop }),
    ...(question.sendSeed ? { seed: question.seed } : {}),
    ...unstreamed(question.extraBody),
  };
  if (question.api === 'chat') {
    return {
      path: '/chat/completions',
      body: { ...sampling, model: question.model, messages: question.messages },
    };
  }
  const prompt = question.messages.map(({ content }) => content).join('\n\n');
  return { path: '/completions', body: { ...sampling, model: question.model, prompt } };
}

/** The answer is read as a whole; a stream asked for in `extraBody` could not be. */
function unstreamed({ stream, stream_options, ...rest }: Readonly<Record<string, Json>>) {
  return rest;
}
