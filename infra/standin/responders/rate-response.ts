import { diceFrom } from '../dice.ts';
import type { Responder } from './responder.ts';
import { shareOfWordsIn, unusableVerdict, verdict } from './verdict.ts';
import type { Rating, Reasons } from './verdict.ts';

/** Rates a generated instruction against the translated response; the rating belongs to the pair, whatever the seed. */
export const rateResponse: Responder = {
  name: 'rate-response',
  mistakes: [],
  recognises: ({ frame, parts }) =>
    parts.response !== undefined &&
    /\b(score|rate|rating)\b/i.test(frame) &&
    /\b1 to 5\b|\b1-5\b/.test(frame),
  answer: ({ parts }, dice, { goodPairShare, invalidScoreRate }) => {
    const { instruction = '', response = '' } = parts;
    if (dice.chance(invalidScoreRate)) return unusableVerdict(REASONS, dice);
    const pair = diceFrom(`rate ${instruction}\u0000${response}`);
    const isGood = pair.chance(goodPairShare);
    const draw = pair.next();
    const good: Rating = draw < 0.2 ? 5 : draw < 0.65 ? 4 : 3;
    const poor: Rating = shareOfWordsIn(instruction, response) + draw > 0.7 ? 2 : 1;
    return verdict(isGood ? good : poor, REASONS, dice);
  },
};

const REASONS: Reasons = {
  1: [
    'The response has nothing to do with what was asked.',
    'The response breaks off and cannot be understood.',
  ],
  2: [
    'The subject is the same, but the instruction is not carried out.',
    'Most of what was asked for is missing.',
  ],
  3: [
    'The response does what was asked, though it reads as if it came from a web page.',
    'In the main this answers the instruction; the point of view is a personal one.',
  ],
  4: [
    'All that was asked for is there, in good order.',
    'A clear response that fits; a word or two could go.',
  ],
  5: ['The response is exactly what the instruction asks for.', 'Complete, correct and to the point.'],
};
