import { fnv1a } from './dice.ts';
import { stemOf, topicsOfStem } from './text/topics.ts';
import { STOPWORDS } from './text/words.ts';

/** Positions of a vector that one word moves; several, so that two words seldom share all of theirs. */
const PLACES = 4;
/** A field of knowledge moves more, since there are few of them and they must not meet. */
const TOPIC_PLACES = 8;
const STOPWORD_WEIGHT = 0.1;
/** How much of a telling word's vector is its field's; the rest is its own. */
const TOPIC_SHARE = 0.7;
/** Share of each neighbour in a token's vector: light, so that a token stays mostly its own word. */
const NEIGHBOUR = 0.1;
/** Words kept; the vocabulary of a few thousand documents. */
const KEPT = 50_000;

/** Words, with their combining signs; scripts without spaces give one token a character. */
const TOKEN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}]+/gu;

type Sparse = readonly (readonly [at: number, value: number])[];

const EMPTY: Sparse = [[0, 1]];

/**
 * Vectors of a text's tokens, one row a token, with a little of each neighbour in them. Their mean is the mean of the
 * words' own vectors, so that pooled tokens and sentence embeddings lie in one space.
 */
export function tokenVectors(text: string, dimensions: number, most = Infinity) {
  const words = wordsOf(text, most).map((word) => vectorOf(word, dimensions));
  if (words.length === 0) words.push(EMPTY);
  const data = new Float32Array(words.length * dimensions);
  words.forEach((word, row) => {
    const before = row > 0 ? NEIGHBOUR : 0;
    const after = row + 1 < words.length ? NEIGHBOUR : 0;
    add(data, row, word, 1 - before - after, dimensions);
    if (before > 0) add(data, row - 1, word, before, dimensions);
    if (after > 0) add(data, row + 1, word, after, dimensions);
  });
  return { rows: words.length, data };
}

/** A vector of length 1: the mean of the words' vectors, so texts that share words or a field are close. */
export function embed(text: string, dimensions: number): Float32Array {
  const sum = new Float32Array(dimensions);
  for (const word of wordsOf(text)) add(sum, 0, vectorOf(word, dimensions), 1, dimensions);
  let squares = 0;
  for (const value of sum) squares += value * value;
  if (squares === 0) {
    sum[0] = 1;
    return sum;
  }
  const length = Math.sqrt(squares);
  return sum.map((value) => value / length);
}

/** Tokens of a text as the vectors count them; a text without any still has one. */
export function countVectorTokens(text: string): number {
  return Math.max(1, wordsOf(text).length);
}

function wordsOf(text: string, most = Infinity): string[] {
  const words = text.toLowerCase().match(TOKEN) ?? [];
  return words.length > most ? words.slice(0, most) : words;
}

const known = new Map<string, Sparse>();

function vectorOf(word: string, dimensions: number): Sparse {
  const key = `${dimensions} ${word}`;
  const kept = known.get(key);
  if (kept) return kept;
  if (known.size >= KEPT) known.clear();
  const made = make(word, dimensions);
  known.set(key, made);
  return made;
}

function make(word: string, dimensions: number): Sparse {
  if (STOPWORDS.has(word)) return spread(word, PLACES, STOPWORD_WEIGHT, dimensions);
  const stem = stemOf(word);
  const topics = topicsOfStem(stem);
  if (topics.length === 0) return spread(stem, PLACES, 1, dimensions);
  const each = Math.sqrt(TOPIC_SHARE / topics.length);
  return [
    ...spread(stem, PLACES, Math.sqrt(1 - TOPIC_SHARE), dimensions),
    ...topics.flatMap((topic) => spread(`field ${topic}`, TOPIC_PLACES, each, dimensions)),
  ];
}

/** A direction by hashing: the signs and places of a name, of the given length. */
function spread(name: string, places: number, length: number, dimensions: number): Sparse {
  const value = length / Math.sqrt(places);
  return Array.from({ length: places }, (_, place) => {
    const mark = fnv1a(`${place}${name}`);
    return [(mark >>> 1) % dimensions, mark & 1 ? value : -value] as const;
  });
}

function add(into: Float32Array, row: number, word: Sparse, weight: number, dimensions: number): void {
  const start = row * dimensions;
  for (const [at, value] of word) into[start + at] = (into[start + at] ?? 0) + value * weight;
}
