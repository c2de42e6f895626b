import { diceFrom } from '../dice.ts';
import { originalIn, withoutMarks } from './translate.ts';

/**
 * Rates a translation from 0 to 1 without a reference: from 0.72 up where one text is what the other came from, by
 * the stand-in's own rules; below 0.65 otherwise, the higher the more words of the original are still there.
 */
export function estimate(source: string, translation: string): number {
  const draw = diceFrom(`${source}\u0000${translation}`).next();
  const [from, back] = [originalIn(translation), originalIn(source)];
  const isRight = same(from, source) || same(back, translation);
  if (isRight) return rounded(0.72 + 0.23 * draw);
  const kept = from === undefined ? 0 : sharedWords(withoutMarks(from), withoutMarks(source));
  return rounded(0.15 + 0.4 * kept + 0.1 * draw);
}

/** White space at the ends goes astray in prompts and tags, and says nothing about a translation. */
function same(one: string | undefined, other: string): boolean {
  return one !== undefined && (one === other || one.trim() === other.trim());
}

function sharedWords(one: string, other: string): number {
  const wanted = other.split(/\s+/);
  const there = new Set(one.split(/\s+/));
  return wanted.filter((word) => there.has(word)).length / Math.max(1, wanted.length);
}

function rounded(score: number): number {
  return Math.round(score * 1e6) / 1e6;
}
