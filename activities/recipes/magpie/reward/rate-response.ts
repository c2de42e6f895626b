import { rateResponse, rewardDifference } from '../../../../schemas/recipes/magpie/reward.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { rate } from './rate.ts';

export const rateResponseStage = implement(rateResponse, async ({ instruction, response }, context) => ({
  reward: response === null ? null : await rate(context, instruction, response),
}));

export const rewardDifferenceStage = implement(rewardDifference, ({ reward, base_reward }) => ({
  reward_difference: reward === null || base_reward === null ? null : reward - base_reward,
}));
