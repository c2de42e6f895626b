import { readFile } from 'node:fs/promises';
import type { encodings } from '../../schemas/inference/tokenizer.ts';
import { digestOf } from '../digest.ts';
import { BytePairs, packRanks, type Ranks } from './byte-pairs.ts';
import { longestRun } from './segments.ts';
import { segmented, type Tokenizer } from './tokenizer.ts';

type Encoding = (typeof encodings)[number];

// Each is a vocabulary of megabytes: only the one that is asked for is read.
const load: Readonly<Record<Encoding, () => Promise<{ readonly default: Ranks }>>> = {
  o200k_base: () => import('gpt-tokenizer/bpeRanks/o200k_base'),
  cl100k_base: () => import('gpt-tokenizer/bpeRanks/cl100k_base'),
  p50k_base: () => import('gpt-tokenizer/bpeRanks/p50k_base'),
  r50k_base: () => import('gpt-tokenizer/bpeRanks/r50k_base'),
};

/** An encoding's vocabulary, packed. The compiled program has the default's as a file, and reads no other form of it. */
export async function packedRanks(encoding: Encoding): Promise<Uint8Array> {
  const kept = await readFile(new URL(`../../program/${encoding}.ranks`, import.meta.url)).catch(
    () => undefined,
  );
  return kept ?? packRanks((await load[encoding]()).default);
}

/** What an encoding splits texts by before it merges bytes. */
async function splitOf(encoding: Encoding): Promise<RegExp> {
  const patterns = await import('gpt-tokenizer/encodingParams/constants');
  if (encoding === 'o200k_base') return patterns.O200K_TOKEN_SPLIT_REGEX;
  return encoding === 'cl100k_base' ? patterns.CL100K_TOKEN_SPLIT_REGEX : patterns.R50K_TOKEN_SPLIT_REGEX;
}

/** Pieces whose counts are kept. They may be as long as our longest run. */
const keptPieces = 10_000;

/** A bundled encoding. Special tokens are in none of the vocabularies, so a document that spells one is text. */
export async function openTiktoken(encoding: Encoding): Promise<Tokenizer> {
  const [packed, split] = await Promise.all([packedRanks(encoding), splitOf(encoding)]);
  const pairs = new BytePairs(packed);
  const digest = digestOf({ tiktoken: encoding, longestRun });
  const count = byPieces(split, (piece) => pairs.count(piece));
  return segmented(`tiktoken ${encoding}`, digest, count);
}

/**
 * Counts a text by the pieces that its encoding splits it into, which are merged one by one and mostly are common words.
 * A match of each would be an object, and they were a third of all that a build allocates.
 */
function byPieces(split: RegExp, countPiece: (piece: string) => number): (text: string) => number {
  const pattern = new RegExp(split);
  const counts = new Map<string, number>();
  const tokensIn = (piece: string): number => {
    const known = counts.get(piece);
    if (known !== undefined) return known;
    const tokens = countPiece(piece);
    if (counts.size >= keptPieces) counts.clear();
    counts.set(piece, tokens);
    return tokens;
  };
  return (text) => {
    let tokens = 0;
    let at = 0;
    pattern.lastIndex = 0;
    while (pattern.test(text)) {
      tokens += tokensIn(text.slice(at, pattern.lastIndex));
      at = pattern.lastIndex;
    }
    return tokens;
  };
}
