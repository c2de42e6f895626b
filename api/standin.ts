/**
 * `tunesmith/standin`: what a recipe's `responder.ts` is made of, answers of the rule-based stand-in endpoint to the
 * prompts of the recipe. No language model writes them.
 *
 * @packageDocumentation
 */
export type { Responder, Manner } from '../infra/standin/responders/responder.ts';
export type { Prompt } from '../infra/standin/prompt.ts';
export type { Dice } from '../infra/standin/dice.ts';
export type { Mistake } from '../infra/standin/mistakes.ts';
export { sentencesOf } from '../infra/standin/text/sentences.ts';
export { subjectOf } from '../infra/standin/text/subject.ts';
export { countWords, cutToWords } from '../infra/standin/text/words.ts';
