import type { Answer } from '../../../schemas/inference/question.ts';

/** The score that an `estimate` task was answered with, as the model gives it (COMET-Kiwi: about 0 to 1). */
export function scoreOf({ text }: Answer): number {
  return Number(text);
}
