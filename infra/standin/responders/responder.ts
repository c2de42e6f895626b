import type { Dice } from '../dice.ts';
import type { Mistake } from '../mistakes.ts';
import type { Prompt } from '../prompt.ts';

/** What a responder is told besides the prompt. */
export interface Manner {
  fiveShare: number;
  goodAnswerShare: number;
  goodPairShare: number;
  badTranslationRate: number;
  invalidScoreRate: number;
  answerWords: number;
}

/** Answers one kind of prompt. A new recipe adds a file that exports one, and its name to the registry. */
export interface Responder {
  name: string;
  /** Whether the prompt is of this kind, told from its frame alone. */
  recognises(prompt: Prompt): boolean;
  /** The answer of a model that does everything right; the same for the same prompt and dice. */
  answer(prompt: Prompt, dice: Dice, manner: Manner): string;
  /** What models do wrong with this kind of prompt. */
  mistakes: readonly Mistake[];
}
