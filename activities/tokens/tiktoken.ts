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

/** A bundled encoding. */
export async function openTiktoken(encoding: Encoding): Promise<Tokenizer> {
  const library = await load[encoding]();
  // Its keys may be as long as our longest run: the library's 100,000 of them could fill hundreds of megabytes.
  library.setMergeCacheSize(10_000);
  // By default the library throws on a text that spells a special token; a document may well be about them.
  const options = { disallowedSpecial: new Set<string>() };
  const digest = digestOf({ tiktoken: encoding, longestRun });
  return segmented(`tiktoken ${encoding}`, digest, (segment) => library.countTokens(segment, options));
}
