import type { encodings } from '../../schemas/inference/tokenizer.ts';
import { digestOf } from '../digest.ts';
import { longestRun } from './segments.ts';
import { segmented, type Tokenizer } from './tokenizer.ts';

type Encoding = (typeof encodings)[number];

interface Counting {
  countTokens(text: string, options: { disallowedSpecial: Set<string> }): number;
  setMergeCacheSize(entries: number): void;
}

// Each is a vocabulary of megabytes: only the one that is asked for is read.
const load: Readonly<Record<Encoding, () => Promise<Counting>>> = {
  o200k_base: () => import('gpt-tokenizer/encoding/o200k_base'),
  cl100k_base: () => import('gpt-tokenizer/encoding/cl100k_base'),
  p50k_base: () => import('gpt-tokenizer/encoding/p50k_base'),
  r50k_base: () => import('gpt-tokenizer/encoding/r50k_base'),
};

/** What an encoding splits texts by before it merges bytes. */
async function splitOf(encoding: Encoding): Promise<RegExp> {
  const patterns = await import('gpt-tokenizer/encodingParams/constants');
  if (encoding === 'o200k_base') return patterns.O200K_TOKEN_SPLIT_REGEX;
  return encoding === 'cl100k_base' ? patterns.CL100K_TOKEN_SPLIT_REGEX : patterns.R50K_TOKEN_SPLIT_REGEX;
}

/** Pieces whose counts are kept. They may be as long as our longest run. */
const keptPieces = 10_000;

/** A bundled encoding. */
export async function openTiktoken(encoding: Encoding): Promise<Tokenizer> {
  const [library, split] = await Promise.all([load[encoding](), splitOf(encoding)]);
  // Its keys may be as long as our longest run: the library's 100,000 of them could fill hundreds of megabytes.
  library.setMergeCacheSize(keptPieces);
  // By default the library throws on a text that spells a special token; a document may well be about them.
  const options = { disallowedSpecial: new Set<string>() };
  const digest = digestOf({ tiktoken: encoding, longestRun });
  const count = byPieces(split, (piece) => library.countTokens(piece, options));
  return segmented(`tiktoken ${encoding}`, digest, count);
}

/**
 * Counts a text by the pieces that its encoding splits it into, which are merged one by one and mostly are common words.
 * The library allocates a match for each of them, which was a third of all that a build allocates.
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
