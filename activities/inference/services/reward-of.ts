import type { Answer } from '../../../schemas/inference/question.ts';
import { UnusableAnswer } from '../unusable-answer.ts';

/** The reward that a `reward` task was answered with, on the model's own scale. Throws UnusableAnswer. */
export function rewardOf({ text }: Answer): number {
  const reward = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(reward)) return reward;
  throw new UnusableAnswer(`${JSON.stringify(text)} is no reward: a finite number is expected`);
}
