import { segments } from './segments.ts';

export interface Tokenizer {
  /** For reports: what was counted with. */
  readonly name: string;
  /** Changes whenever the same text may count differently. */
  readonly digest: string;
  /** Tokens of a text. Special tokens that it spells out, such as <|endoftext|>, are counted as text. */
  count(text: string): number;
  /** Tokens of a text, or `limit + 1` as soon as it is known to have more than `limit`. */
  countUpTo(text: string, limit: number): number;
}

/** A tokenizer that counts by segments, so that no text takes more than linear time. */
export function segmented(
  name: string,
  digest: string,
  countSegment: (segment: string) => number,
): Tokenizer {
  const countUpTo = (text: string, limit: number) => {
    let tokens = 0;
    for (const segment of segments(text)) {
      tokens += countSegment(segment);
      if (tokens > limit) return limit + 1;
    }
    return tokens;
  };
  return { name, digest, count: (text) => countUpTo(text, Infinity), countUpTo };
}
