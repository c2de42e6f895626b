import { charactersIn } from '../common/sentences.ts';
import type { ExpandedText } from './expand-excerpts.ts';

/**
 * Section 3.3: share of an answer that came from excerpt tags, 0 to 1; 0 for an empty answer. Counts characters (code
 * points, as the spans that are stored), or what `count` counts, such as tokens: each excerpt and each text between excerpts is counted by itself, so that the
 * shares of both add up to 1.
 */
export function excerptedShare(
  { text, spans }: Pick<ExpandedText, 'text' | 'spans'>,
  count: (text: string) => number = charactersIn,
): number {
  let excerpted = 0;
  let written = 0;
  let from = 0;
  for (const { answerStart, answerEnd } of spans) {
    if (answerStart > from) written += count(text.slice(from, answerStart));
    excerpted += count(text.slice(answerStart, answerEnd));
    from = answerEnd;
  }
  if (from < text.length) written += count(text.slice(from));
  return excerpted === 0 ? 0 : excerpted / (excerpted + written);
}
