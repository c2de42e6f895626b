import { fnv1a } from './dice.ts';
import { STOPWORDS } from './text/words.ts';

/** Positions of a vector that one word moves; several, so that two words seldom share all of theirs. */
const PLACES = 4;
const STOPWORD_WEIGHT = 0.1;

/** A vector of length 1 from the hashes of a text's words: texts that share words are close. */
export function embed(text: string, dimensions: number): Float32Array {
  const counts = new Map<string, number>();
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu))
    counts.set(word, (counts.get(word) ?? 0) + 1);
  const vector = new Float32Array(dimensions);
  for (const [word, times] of counts) {
    const weight = (1 + Math.log(times)) * (STOPWORDS.has(word) ? STOPWORD_WEIGHT : 1);
    const stem = word.length > 4 ? word.replace(/(ies|es|s|ing|ed)$/, '') : word;
    for (let place = 0; place < PLACES; place++) {
      const mark = fnv1a(`${place}${stem}`);
      const at = (mark >>> 1) % dimensions;
      vector[at] = (vector[at] ?? 0) + (mark & 1 ? weight : -weight);
    }
  }
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) {
    vector[0] = 1;
    return vector;
  }
  return vector.map((value) => value / Math.sqrt(squares));
}
