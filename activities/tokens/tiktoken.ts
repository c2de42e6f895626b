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

/** Pieces of several tokens whose counts are kept. */
const keptPieces = 10_000;
/** UTF-16 units of a piece that V8 copies out of its text: a longer one would keep the whole text in memory. */
const copied = 12;

/** A bundled encoding. Special tokens are in none of the vocabularies, so a document that spells one is text. */
export async function openTiktoken(encoding: Encoding): Promise<Tokenizer> {
  const [packed, split] = await Promise.all([packedRanks(encoding), splitOf(encoding)]);
  const digest = digestOf({ tiktoken: encoding, longestRun });
  return segmented(`tiktoken ${encoding}`, digest, byPieces(split, new BytePairs(packed)));
}

/**
 * Counts a text by the pieces that its encoding splits it into, each of which is merged by itself. Most are words that
 * are a token: with a match and a text for each of them, they were a third of all that a build allocates.
 */
function byPieces(split: RegExp, pairs: BytePairs): (text: string) => number {
  const pattern = new RegExp(split);
  const counts = new Map<string, number>();
  const tokensIn = (piece: string): number => {
    if (piece.length > copied) return pairs.count(piece);
    const known = counts.get(piece);
    if (known !== undefined) return known;
    const tokens = pairs.count(piece);
    if (counts.size >= keptPieces) counts.clear();
    counts.set(piece, tokens);
    return tokens;
  };
  const endOf = (text: string, at: number): number => {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : text.length;
  };
  const units = new Units();
  return (text) => {
    const codes = units.of(text);
    let tokens = 0;
    for (let at = 0; at < text.length;) {
      const plain = plainEnd(codes, at);
      const end = plain === at ? endOf(text, at) : plain;
      tokens += plain !== at && pairs.isToken(codes, at, end) ? 1 : tokensIn(text.slice(at, end));
      at = end;
    }
    return tokens;
  };
}

/** The UTF-16 units of one text after the other, which are read twice as fast as the text itself; NULs end them. */
class Units {
  #units = new Uint16Array(0);
  #bytes = Buffer.alloc(0);

  of(text: string): Uint16Array {
    if (this.#units.length < text.length + 2) {
      this.#units = new Uint16Array(text.length + 2);
      this.#bytes = Buffer.from(this.#units.buffer);
    }
    this.#bytes.write(text, 'utf16le');
    this.#units.fill(0, text.length, text.length + 2);
    return this.#units;
  }
}

const [space, apostrophe] = [0x20, 0x27];

/**
 * Where the piece that begins at `at` ends, if it is one that every encoding's pattern takes for a piece: a word of ASCII
 * letters, small but for the first, with the space before it, and after it nothing that may belong to it; or a sign before
 * a space. Otherwise `at`, and the pattern tells.
 */
function plainEnd(units: Uint16Array, at: number): number {
  let end = at;
  let code = units[end] ?? 0;
  if (isSign(code)) return units[end + 1] === space ? end + 1 : at;
  if (code === space) code = units[(end += 1)] ?? 0;
  if (isCapital(code)) code = units[(end += 1)] ?? 0;
  const letters = end;
  while (code >= 0x61 && code <= 0x7a) code = units[(end += 1)] ?? 0;
  const goesOn = code >= 0x80 || code === apostrophe || isCapital(code);
  return end === letters || goesOn ? at : end;
}

function isCapital(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}

/** What ASCII has between its space and its digits. */
function isSign(code: number): boolean {
  return code > space && code < 0x30;
}
