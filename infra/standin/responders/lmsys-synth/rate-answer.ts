import { diceFrom } from '../../dice.ts';
import { REFUSALS } from '../../spoil.ts';
import { countWords } from '../../text/words.ts';
import type { Responder } from '../responder.ts';
import { shareOfWordsIn } from '../verdict.ts';

/** Rates an answer from 1 to 10; the rating belongs to the pair, whatever the seed. */
export const rateAnswer: Responder = {
  name: 'rate-answer',
  // What goes wrong here goes into the share of unusable answers, so that one rate says it all.
  mistakes: [],
  recognises: ({ frame, parts }) => parts.response !== undefined && /\b1 to 10\b/.test(frame),
  answer: ({ parts }, dice, { invalidScoreRate }) => {
    const { instruction = '', response = '' } = parts;
    const reason = dice.pick(REASONS);
    if (dice.chance(invalidScoreRate))
      return dice.pick([reason, `${reason}\n\nScore: 11`, `${reason}\n\nScore:`, dice.pick(REFUSALS), '']);
    const pair = diceFrom(`rate of ten ${instruction}\u0000${response}`);
    const merit =
      4 + 3 * shareOfWordsIn(instruction, response) + pair.next() * 4 - (countWords(response) < 20 ? 2 : 0);
    const rating = Math.max(1, Math.min(10, Math.round(merit)));
    return `${reason}\n\n${dice.pick([`Score: ${rating}`, `Score: ${rating}`, `**Score:** ${rating}/10`, `Score: <${rating}>`])}`;
  },
};

/** No digits in here: a reader that takes any number for the rating would be right by accident. */
const REASONS = [
  'The answer does what was asked, in good order.',
  'The subject is the right one; a few points stay general.',
  'The answer is easy to follow, though it could go deeper.',
] as const;
