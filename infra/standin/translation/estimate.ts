import { diceFrom } from '../dice.ts';
import { originalIn } from './translate.ts';

/**
 * Rates a translation from 0 to 1 without a reference: from 0.72 up where one text is what the other came from, by
 * the stand-in's own rules; below 0.6 otherwise. The same pair gets the same score.
 */
export function estimate(source: string, translation: string): number {
  const draw = diceFrom(`${source}\u0000${translation}`).next();
  const isRight = same(originalIn(translation), source) || same(originalIn(source), translation);
  const score = isRight ? 0.72 + 0.23 * draw : 0.15 + 0.45 * draw;
  return Math.round(score * 1e6) / 1e6;
}

/** White space at the ends goes astray in prompts and tags, and says nothing about a translation. */
function same(one: string | undefined, other: string): boolean {
  return one !== undefined && (one === other || one.trim() === other.trim());
}
