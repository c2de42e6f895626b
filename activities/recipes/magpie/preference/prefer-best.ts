import type { Message } from '../../../../schemas/inference/question.ts';
import { preferBest } from '../../../../schemas/recipes/magpie/preference.ts';
import { reject } from '../../../engine/rows/outcome.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { replyTo } from '../reply.ts';
import { rate } from '../reward/rate.ts';
import { bestAndWorst } from './best-and-worst.ts';

export const preferBestStage = implement(preferBest, async ({ instruction }, context) => {
  const { askLabel, params } = context;
  const asked: Message[] = [{ role: 'user', content: instruction }];
  const candidates = await Promise.all(
    Array.from({ length: params.candidates }, async (_, sample) => {
      const { attempts, beginOfText } = params;
      const reply = replyTo(asked, context, { role: 'sampler', attempts, beginOfText });
      const response = await askLabel({ ...reply, sample });
      return { response, reward: response === null ? null : await rate(context, instruction, response) };
    }),
  );
  const found = bestAndWorst(candidates);
  const usable = found?.usable ?? 0;
  if (found === undefined || usable < params.atLeast)
    return reject('too few answers', `${usable} of ${params.candidates}`);
  const { best, worst } = found;
  const gap = best.reward - worst.reward;
  if (gap <= 0 || gap < params.minGap || best.response === worst.response)
    return reject('no difference', `rewards from ${worst.reward} to ${best.reward}`);
  return {
    prompt: instruction,
    chosen: best.response,
    rejected: worst.response,
    chosen_score: best.reward,
    rejected_score: worst.reward,
    candidates,
  };
});
