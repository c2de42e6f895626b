import { z } from 'zod';
import { UnusableAnswer } from '../unusable-answer.ts';
import type { ServiceAdapter } from './adapter.ts';
import { openAi } from './protocol.ts';
import { byIndex, matching, readBody } from './read-body.ts';
import { taskOf } from './task-mismatch.ts';
import { embed } from './tasks.ts';
import { base64Of, floatsOf, NumbersSchema, sameSize, type Numbers } from './vectors.ts';

const ReplySchema = z.object({
  data: z.array(z.object({ index: z.int().nonnegative(), embedding: NumbersSchema })),
  model: z.string().optional(),
  usage: z.object({ prompt_tokens: z.number() }).nullish(),
});

/** OpenAI's embeddings. Base64, since a vector of 1,024 numbers is 20 KB as decimals and 5.5 KB so. */
export const embeddings: ServiceAdapter = {
  protocol: openAi,
  tasks: [embed],
  shared: () => '',
  request(questions) {
    const [first] = questions;
    return {
      path: '/embeddings',
      atRoot: false,
      body: {
        encoding_format: 'base64',
        ...first?.extraBody,
        model: first?.model,
        input: questions.map((question) => taskOf(question, 'embed').text),
      },
    };
  },
  read({ body }, questions) {
    const { data, model, usage } = readBody(body, ReplySchema, 'embeddings');
    const vectors = byIndex(matching(data, questions)).map(({ embedding }) => floatsOf(oneRow(embedding)));
    return {
      results: sameSize(vectors).map((vector) => ({ text: base64Of(vector) })),
      ...(model === undefined ? {} : { servedBy: model }),
      usage: { promptTokens: usage?.prompt_tokens ?? 0, completionTokens: 0 },
    };
  },
};

/** Some servers wrap the one vector of a text; a model without a pooler gives one a token, which are no embedding. */
function oneRow(numbers: Numbers): Numbers {
  const rows = typeof numbers === 'string' || !Array.isArray(numbers[0]) ? 1 : numbers.length;
  if (rows === 1) return numbers;
  throw new UnusableAnswer(
    `HTTP 200 with ${rows} vectors for one text: the server does not pool them; give the role the api pooling`,
  );
}
