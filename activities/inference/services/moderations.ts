import { z } from 'zod';
import type { ServiceAdapter } from './adapter.ts';
import { matching, readBody } from './read-body.ts';
import { taskOf } from './task-mismatch.ts';

const ReplySchema = z.object({
  model: z.string().optional(),
  results: z.array(z.object({ flagged: z.boolean(), category_scores: z.record(z.string(), z.number()) })),
});

/** OpenAI's moderations. */
export const moderations: ServiceAdapter = {
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
      results: matching(results, questions).map(({ flagged, category_scores: categories }) => ({
        text: JSON.stringify({ flagged, categories }),
      })),
      ...(model === undefined ? {} : { servedBy: model }),
    };
  },
};
