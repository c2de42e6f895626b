import { z } from 'zod';
import type { ServiceAdapter } from './adapter.ts';
import { openAi } from './protocol.ts';
import { matching, readBody } from './read-body.ts';
import { taskOf } from './task-mismatch.ts';
import { moderate } from './tasks.ts';

const ReplySchema = z.object({
  model: z.string().optional(),
  results: z.array(
    z
      .object({
        flagged: z.boolean().optional(),
        categories: z.record(z.string(), z.boolean().nullable()).optional(),
        category_scores: z.record(z.string(), z.number().nullable()).optional(),
      })
      .refine(({ flagged, categories }) => flagged !== undefined || categories !== undefined, {
        error: 'neither flagged nor categories',
      }),
  ),
});
type Result = z.infer<typeof ReplySchema>['results'][number];

/** OpenAI's moderations; Mistral's leave `flagged` out, other servers the scores. */
export const moderations: ServiceAdapter = {
  protocol: openAi,
  tasks: [moderate],
  shared: () => '',
  request(questions) {
    const [first] = questions;
    return {
      path: '/moderations',
      atRoot: false,
      body: {
        ...first?.extraBody,
        model: first?.model,
        input: questions.map((question) => taskOf(question, 'moderate').text),
      },
    };
  },
  read({ body }, questions) {
    const { results, model } = readBody(body, ReplySchema, 'moderations');
    return {
      results: matching(results, questions).map((result) => ({ text: JSON.stringify(moderationOf(result)) })),
      ...(model === undefined ? {} : { servedBy: model }),
    };
  },
};

function moderationOf({ flagged, categories = {}, category_scores: scores = {} }: Result) {
  const harms = Object.keys(categories).filter((name) => categories[name] === true);
  const scored = Object.entries(scores).filter(([, score]) => score !== null);
  return { flagged: flagged ?? harms.length > 0, categories: Object.fromEntries(scored), harms };
}
