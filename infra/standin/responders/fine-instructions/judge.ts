import { diceFrom } from '../../dice.ts';
import type { Dice } from '../../dice.ts';
import type { Responder } from '../responder.ts';
import { shareOfWordsIn, unusableVerdict, verdict } from '../verdict.ts';
import type { Rating, Reasons } from '../verdict.ts';

/** Rates an instantiated pair by FineInstructions' rubric; the rating belongs to the pair, whatever the seed. */
export const judge: Responder = {
  name: 'judge',
  mistakes: [],
  recognises: ({ frame, parts }) =>
    parts.answer !== undefined && /\b(score|rate|rating)\b/i.test(frame) && /\b1 to 5\b|\b1-5\b/.test(frame),
  answer: ({ parts }, dice, { goodAnswerShare, invalidScoreRate }) => {
    const { instruction = '', answer = '' } = parts;
    if (dice.chance(invalidScoreRate)) return unusableVerdict(REASONS, dice);
    const pair = diceFrom(`judge ${instruction}\u0000${answer}`);
    const isGood = pair.chance(goodAnswerShare);
    return verdict(
      isGood ? (pair.chance(0.45) ? 5 : 4) : belowFour(instruction, answer, pair),
      REASONS,
      dice,
    );
  },
};

function belowFour(instruction: string, answer: string, pair: Dice): Rating {
  const merit = 0.5 * shareOfWordsIn(instruction, answer) + pair.next();
  if (merit >= 0.75) return 3;
  return merit >= 0.35 ? 2 : 1;
}

const REASONS: Reasons = {
  1: [
    'The answer deals with something else than what was asked.',
    'What is said here has no bearing on the instruction.',
  ],
  2: [
    'The subject comes up, but the question itself stays unanswered.',
    'The answer circles around the topic without giving what the user wants.',
  ],
  3: [
    'A part of the request is answered; the rest is missing or lost among general remarks.',
    'There is a useful core, but much of the text is beside the question.',
  ],
  4: [
    'The question is answered. A detail or two could be left out.',
    'This answers the instruction well, with a small gap.',
  ],
  5: [
    'The answer is complete and to the point.',
    'Exactly what was asked, in full and with nothing superfluous.',
  ],
};
