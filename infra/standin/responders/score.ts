import type { Dice } from '../dice.ts';
import { diceFrom } from '../dice.ts';
import { isBoilerplate } from '../text/boilerplate.ts';
import { countWords } from '../text/words.ts';
import type { Responder } from './responder.ts';
import { shareOfWordsIn, unusableVerdict, verdict } from './verdict.ts';
import type { Rating, Reasons } from './verdict.ts';

/**
 * Rates a document on the prompt's scale of 1 to 5. The rating belongs to the pair of instruction and document, so
 * another seed does not change it; whether the answer holds a usable rating at all is drawn anew for each seed.
 */
export const score: Responder = {
  name: 'score',
  // What goes wrong here goes into the share of unusable answers, so that one rate says it all.
  mistakes: [],
  recognises: ({ frame }) =>
    /\b(score|rate|rating)\b/i.test(frame) && /\b(1|one) (to|and) (5|five)\b|\b1-5\b/i.test(frame),
  answer: ({ document, instruction }, dice, { fiveShare, invalidScoreRate }) => {
    const pair = diceFrom(`${instruction ?? ''}\u0000${document}`);
    if (dice.chance(invalidScoreRate)) return unusableVerdict(REASONS, dice);
    const isFive = pair.chance(amongValid(fiveShare, invalidScoreRate));
    return verdict(isFive ? 5 : belowFive(document, instruction ?? '', pair), REASONS, dice);
  },
};

/** A share of all answers as a share of those that hold a rating. */
function amongValid(share: number, invalidScoreRate: number): number {
  return invalidScoreRate < 1 ? share / (1 - invalidScoreRate) : 0;
}

/** 1 to 4, from what can be seen in the text, with a little chance. */
function belowFive(document: string, instruction: string, pair: Dice): Rating {
  const words = countWords(document);
  const lines = document.split('\n');
  const notices = lines.filter((line) => isBoilerplate(line)).length / lines.length;
  const personal = (document.match(/\b(I|my|me|we|our)\b/g)?.length ?? 0) / Math.max(1, words);
  let merit = 1.6 + shareOfWordsIn(instruction, document) + pair.next() * 2.2;
  if (words < 80) merit -= 1.2;
  if (notices > 0.15) merit -= 1.5;
  if (personal > 0.015) merit -= 0.8;
  if (merit >= 3.6) return 4;
  if (merit >= 2.7) return 3;
  return merit >= 1.9 ? 2 : 1;
}

const REASONS: Reasons = {
  1: [
    'The text has little to do with what the user asked, and much of it belongs to a page rather than to an answer.',
    'This does not answer the instruction: it is incomplete and stays vague throughout.',
  ],
  2: [
    'The text touches on the subject, but it only describes it in general terms and does not answer what was asked.',
    'Part of the request is covered; a direct answer is missing.',
  ],
  3: [
    'The information is useful and complete enough, but it reads like an article for a general public rather than a reply.',
    "The main points are there. The text is written from its author's point of view, not as an assistant's answer.",
  ],
  4: [
    'The answer is clear, well organised and on the subject. It could be somewhat more concise.',
    'A helpful and complete response with a good structure; a few passages do not serve the question.',
  ],
  5: [
    'The text answers exactly this instruction, is well structured and shows expert knowledge.',
    'A complete, focused and engaging answer; nothing is missing and nothing is out of place.',
  ],
};
