import { z } from 'zod';
import type { ServiceAdapter } from './adapter.ts';
import { rewardAmong, textOf } from './conversation.ts';
import { matching, readBody } from './read-body.ts';
import { reward } from './tasks.ts';

const ResultSchema = z.object({
  embedding: z.union([z.number().transform((number) => [number]), z.array(z.number())]),
  meta_info: z.object({ prompt_tokens: z.number().optional() }).nullish(),
});
const ReplySchema = z.union([z.array(ResultSchema), ResultSchema.transform((result) => [result])]);

/**
 * SGLang's own /classify: raw numbers of a reward model, called "embedding" and in the order of the texts. Its
 * /v1/classify is vLLM's in shape and of no use here: a softmax makes 1 of every single number.
 */
export const sglangClassify: ServiceAdapter = {
  protocol: { name: 'classify API of SGLang', baseUrl: '/classify stands beside its /v1' },
  tasks: [reward],
  shared: () => '',
  request(questions) {
    const [first] = questions;
    return {
      path: '/classify',
      atRoot: true,
      body: {
        ...first?.extraBody,
        model: first?.model,
        text: questions.map((question) => textOf(question)),
      },
    };
  },
  read({ body }, questions) {
    const results = matching(readBody(body, ReplySchema, 'rewards'), questions);
    const promptTokens = results.reduce((sum, { meta_info: meta }) => sum + (meta?.prompt_tokens ?? 0), 0);
    return {
      results: questions.map((question, at) => ({
        text: rewardAmong(results[at]?.embedding ?? [], question),
      })),
      usage: { promptTokens, completionTokens: 0 },
    };
  },
  trialTells: true,
};
