import { z } from 'zod';
import type { ServiceQuestion } from '../../../schemas/inference/question.ts';
import { gaussianPooling } from '../../vectors/gaussian-pooling.ts';
import { UnusableAnswer } from '../unusable-answer.ts';
import type { ServiceAdapter } from './adapter.ts';
import { byIndex, matching, readBody } from './read-body.ts';
import { taskOf } from './task-mismatch.ts';
import { embedChunks } from './tasks.ts';
import { base64Of, floatsOf, NumbersSchema, type Numbers } from './vectors.ts';

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
  protocol: { name: 'pooling API of vLLM', baseUrl: '/pooling stands beside its /v1' },
  tasks: [embedChunks],
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
    const matrices = byIndex(matching(data, questions)).map(({ data: numbers }) => ({
      floats: floatsOf(numbers),
      columns: columnsOf(numbers),
    }));
    const values = matrices.reduce((sum, { floats }) => sum + floats.length, 0);
    const promptTokens = usage?.prompt_tokens ?? 0;
    const dimensions = matrices[0]?.columns ?? values / promptTokens;
    return {
      results: questions.map((question, at) => {
        const { floats, columns } = matrices[at] ?? { floats: new Float32Array(), columns: undefined };
        if (columns !== undefined && columns !== dimensions) throw notRows(floats.length, dimensions);
        return { text: pooled(question, floats, dimensions) };
      }),
      ...(model === undefined ? {} : { servedBy: model }),
      usage: { promptTokens, completionTokens: 0 },
    };
  },
};

/** Known where the rows are told apart; base64 holds the bytes of all rows, whose number the usage tells. */
function columnsOf(numbers: Numbers): number | undefined {
  const row = typeof numbers === 'string' ? undefined : numbers[0];
  return Array.isArray(row) ? row.length : undefined;
}

function pooled(question: ServiceQuestion, tokens: Float32Array, dimensions: number): string {
  const { pooling: options } = taskOf(question, 'embed-chunks');
  if (!Number.isInteger(dimensions) || tokens.length === 0 || tokens.length % dimensions !== 0)
    throw notRows(tokens.length, dimensions);
  const vectors = finite(() => gaussianPooling(tokens, dimensions, undefined, options));
  const whole = new Float32Array(vectors.length * dimensions);
  vectors.forEach((vector, at) => whole.set(vector, at * dimensions));
  return base64Of(whole);
}

function notRows(numbers: number, dimensions: number): UnusableAnswer {
  const rows = Number.isInteger(dimensions)
    ? `are no rows of ${dimensions}`
    : 'cannot be told apart into rows';
  return new UnusableAnswer(
    `HTTP 200 with ${numbers} numbers that ${rows}: ` +
      'the server must give one vector a token, and their number as usage.prompt_tokens',
  );
}

/** Pooling finds out in passing what a search through millions of numbers would. */
function finite<T>(pool: () => T): T {
  try {
    return pool();
  } catch (error) {
    if (error instanceof RangeError) throw new UnusableAnswer(`HTTP 200, but ${error.message}`);
    throw error;
  }
}
