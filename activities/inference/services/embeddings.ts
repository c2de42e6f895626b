import { z } from 'zod';
import type { ServiceAdapter } from './adapter.ts';
import { matching, readBody } from './read-body.ts';
import { taskOf } from './task-mismatch.ts';
import { base64Of, floatsOf, NumbersSchema } from './vectors.ts';

const ReplySchema = z.object({
  data: z.array(z.object({ index: z.int().nonnegative(), embedding: NumbersSchema })),
  model: z.string().optional(),
  usage: z.object({ prompt_tokens: z.number() }).nullish(),
});

/** OpenAI's embeddings. Base64, since a vector of 1,024 numbers is 20 KB as decimals and 5.5 KB so. */
export const embeddings: ServiceAdapter = {
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
    const inOrder = [...matching(data, questions)].sort((a, b) => a.index - b.index);
    return {
      results: inOrder.map(({ embedding }) => ({
        text: typeof embedding === 'string' ? embedding : base64Of(floatsOf(embedding)),
      })),
      ...(model === undefined ? {} : { servedBy: model }),
      usage: { promptTokens: usage?.prompt_tokens ?? 0, completionTokens: 0 },
    };
  },
};
