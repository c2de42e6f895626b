import { z } from 'zod';
import type { ServiceQuestion } from '../../../schemas/question.ts';
import { gaussianPooling } from '../../matching/gaussian-pooling.ts';
import { UnusableAnswer } from '../unusable-answer.ts';
import type { ServiceAdapter } from './adapter.ts';
import { matching, readBody } from './read-body.ts';
import { taskOf } from './task-mismatch.ts';
import { base64Of, floatsOf, NumbersSchema } from './vectors.ts';

const ReplySchema = z.object({
  data: z.array(z.object({ index: z.int().nonnegative(), data: NumbersSchema })),
  model: z.string().optional(),
  usage: z.object({ prompt_tokens: z.number() }).nullish(),
});

/**
 * vLLM's pooling of a model without a pooler: a vector for each token. A long document's matrix takes tens of
 * megabytes, so it is pooled here and only the few vectors that remain are the answer.
 */
export const pooling: ServiceAdapter = {
  shared: () => '',
  request(questions) {
    const [first] = questions;
    return {
      path: '/pooling',
      atRoot: true,
      body: {
        encoding_format: 'base64',
        ...first?.extraBody,
        model: first?.model,
        input: questions.map((question) => taskOf(question, 'embed-chunks').text),
      },
    };
  },
  read({ body }, questions) {
    const { data, model, usage } = readBody(body, ReplySchema, 'token vectors');
    const matrices = [...matching(data, questions)]
      .sort((a, b) => a.index - b.index)
      .map(({ data: numbers }) => ({ floats: floatsOf(numbers), dimensions: dimensionsOf(numbers) }));
    const values = matrices.reduce((sum, { floats }) => sum + floats.length, 0);
    const promptTokens = usage?.prompt_tokens ?? 0;
    return {
      results: questions.map((question, at) => {
        const { floats, dimensions } = matrices[at] ?? { floats: new Float32Array(), dimensions: undefined };
        return { text: pooled(question, floats, dimensions ?? values / promptTokens) };
      }),
      ...(model === undefined ? {} : { servedBy: model }),
      usage: { promptTokens, completionTokens: 0 },
    };
  },
};

/** Known where the rows are told apart; base64 holds the bytes of all rows, whose number the usage tells. */
function dimensionsOf(numbers: z.infer<typeof NumbersSchema>): number | undefined {
  const row = typeof numbers === 'string' ? undefined : numbers[0];
  return Array.isArray(row) ? row.length : undefined;
}

function pooled(question: ServiceQuestion, tokens: Float32Array, dimensions: number): string {
  const { pooling: options } = taskOf(question, 'embed-chunks');
  if (!Number.isInteger(dimensions) || tokens.length === 0 || tokens.length % dimensions !== 0)
    throw new UnusableAnswer(
      `HTTP 200 with ${tokens.length} numbers that are no rows of ${dimensions}: ` +
        'the server must give one vector a token, and their number as usage.prompt_tokens',
    );
  const vectors = gaussianPooling(tokens, dimensions, undefined, options);
  const whole = new Float32Array(vectors.length * dimensions);
  vectors.forEach((vector, at) => whole.set(vector, at * dimensions));
  return base64Of(whole);
}
