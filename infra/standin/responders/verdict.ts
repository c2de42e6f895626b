import type { Dice } from '../dice.ts';
import { REFUSALS } from '../spoil.ts';

export type Rating = 1 | 2 | 3 | 4 | 5;

/** Why a rating is what it is. No digits in here: a reader that takes any number for the rating would be right by accident. */
export type Reasons = Record<Rating, readonly [string, ...string[]]>;

const NUMERALS = { 1: 'one', 2: 'two', 3: 'three', 4: 'four', 5: 'five' } as const;

/** A rating as models give it: mostly in the form asked for. */
export function verdict(rating: Rating, reasons: Reasons, dice: Dice): string {
  return `${dice.pick(reasons[rating])}\n\n${scoreLine(rating, dice)}`;
}

function scoreLine(rating: Rating, dice: Dice): string {
  if (dice.chance(0.62)) return `Score: ${rating}`;
  return dice.pick([
    `**Score:** ${rating}.`,
    `Score: ${rating}/5`,
    `${rating}/5`,
    `Score: ${rating} out of 5`,
    `I would rate this ${NUMERALS[rating]} out of five.`,
    `On a scale from 1 to 5, this deserves a ${rating}.\nScore: ${rating}`,
    `Score: <${rating}>`,
    `score: ${rating}`,
  ]);
}

/** An answer from which no rating can be read. */
export function unusableVerdict(reasons: Reasons, dice: Dice): string {
  const talk = dice.pick(reasons[dice.pick([2, 3, 4] as const)]);
  return dice.pick([
    talk,
    `${talk}\n\nScore: 7`,
    `${talk}\n\nScore: 0`,
    `${talk}\n\nScore: 8/10`,
    `${talk}\n\nScore: good`,
    `${talk}\n\nScore: N/A`,
    `${talk}\n\nScore:`,
    dice.pick(REFUSALS),
    '',
  ]);
}

/** Share of the longer words of one text that another one has too; 0 where there are none. */
export function shareOfWordsIn(asked: string, text: string): number {
  const lower = text.toLowerCase();
  const words = [...new Set(asked.toLowerCase().match(/[a-z]{5,}/g) ?? [])];
  return words.length === 0 ? 0 : words.filter((word) => lower.includes(word)).length / words.length;
}
