import type { Loops } from '../../../../schemas/recipes/lmsys-synth/answers.ts';
import { segmentsOf } from '../../common/segments.ts';

/** What an answer says over and over. */
export interface Loop {
  readonly said: string;
  readonly times: number;
  /** Share of the answer's words that repetitions make up. */
  readonly share: number;
}

/**
 * Finds an answer that goes round in circles: runs of `words` words that it says `times` times or more make up `share` of
 * its words. Words are Unicode's, so that texts without spaces have them as well; case and punctuation do not count.
 */
export function loopIn(text: string, { words: size, times, share }: Loops): Loop | undefined {
  const words = wordsOf(text);
  const runs = new Map<string, number[]>();
  for (let at = 0; at + size <= words.length; at += 1) {
    const run = words.slice(at, at + size).join(' ');
    const places = runs.get(run);
    if (places === undefined) runs.set(run, [at]);
    else places.push(at);
  }
  const repeated = new Uint8Array(words.length);
  let most: { said: string; times: number } | undefined;
  for (const [said, places] of runs) {
    const apart = withoutOverlap(places, size);
    if (apart.length < times) continue;
    if (most === undefined || apart.length > most.times) most = { said, times: apart.length };
    for (const at of places) repeated.fill(1, at, at + size);
  }
  const met = repeated.reduce((sum, each) => sum + each, 0) / Math.max(1, words.length);
  return most === undefined || met < share ? undefined : { ...most, share: met };
}

/** A word said a hundred times holds a run of eight at most places: those that stand apart are its repetitions. */
function withoutOverlap(places: readonly number[], size: number): number[] {
  const apart: number[] = [];
  for (const at of places) if (at >= (apart.at(-1) ?? -size) + size) apart.push(at);
  return apart;
}

function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const segment of segmentsOf(text.toLowerCase(), 'en', 'word'))
    if (/[\p{L}\p{N}]/u.test(segment)) words.push(segment);
  return words;
}
