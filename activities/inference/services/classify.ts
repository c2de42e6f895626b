import { z } from 'zod';
import type { ServiceAdapter } from './adapter.ts';
import { rewardAmong } from './conversation.ts';
import { byIndex, matching, readBody } from './read-body.ts';
import { conversationsOf, isUnrendered } from './rendered-or-messages.ts';
import { reward } from './tasks.ts';

/** `label` is the name of the likeliest class, of no use for a reward; `probs` are raw numbers where asked for. */
const ReplySchema = z.object({
  data: z.array(z.object({ index: z.int().nonnegative(), probs: z.array(z.number()) })),
  model: z.string().optional(),
  usage: z.object({ prompt_tokens: z.number() }).nullish(),
});

/** vLLM's classification, by which it serves reward models that are sequence classifiers. */
export const classify: ServiceAdapter = {
  protocol: { name: 'classification API of vLLM', baseUrl: '/classify stands beside its /v1' },
  tasks: [reward],
  shared: () => '',
  travelsAlone: isUnrendered,
  request(questions) {
    const [first] = questions;
    const { defaults, said } = conversationsOf(questions);
    return {
      path: '/classify',
      atRoot: true,
      body: { ...defaults, ...first?.extraBody, model: first?.model, ...said },
    };
  },
  read({ body }, questions) {
    const { data, model, usage } = readBody(body, ReplySchema, 'classifications');
    const numbers = byIndex(matching(data, questions)).map(({ probs }) => probs);
    return {
      results: questions.map((question, at) => ({ text: rewardAmong(numbers[at] ?? [], question) })),
      ...(model === undefined ? {} : { servedBy: model }),
      usage: { promptTokens: usage?.prompt_tokens ?? 0, completionTokens: 0 },
    };
  },
  trialTells: true,
};
