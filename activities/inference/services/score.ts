import { z } from 'zod';
import type { ServiceAdapter } from './adapter.ts';
import { pairOf, rewardAmong } from './conversation.ts';
import { byIndex, matching, readBody } from './read-body.ts';
import { raw } from './rendered-or-messages.ts';
import { rewardOfPair } from './tasks.ts';

const ReplySchema = z.object({
  data: z.array(z.object({ index: z.int().nonnegative(), score: z.number() })),
  model: z.string().optional(),
  usage: z.object({ prompt_tokens: z.number() }).nullish(),
});

/** vLLM's score of two texts, for cross-encoders: they always give one number. */
export const score: ServiceAdapter = {
  protocol: { name: 'score API of vLLM', baseUrl: '/score stands beside its /v1' },
  tasks: [rewardOfPair],
  shared: () => '',
  request(questions) {
    const [first] = questions;
    const pairs = questions.map((question) => pairOf(question));
    return {
      path: '/score',
      atRoot: true,
      body: {
        ...raw,
        ...first?.extraBody,
        model: first?.model,
        text_1: pairs.map(({ prompt }) => prompt),
        text_2: pairs.map(({ response }) => response),
      },
    };
  },
  read({ body }, questions) {
    const { data, model, usage } = readBody(body, ReplySchema, 'scores');
    const scores = byIndex(matching(data, questions)).map((result) => [result.score]);
    return {
      results: questions.map((question, at) => ({ text: rewardAmong(scores[at] ?? [], question) })),
      ...(model === undefined ? {} : { servedBy: model }),
      usage: { promptTokens: usage?.prompt_tokens ?? 0, completionTokens: 0 },
    };
  },
  trialTells: true,
};
