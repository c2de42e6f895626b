import { pairText } from '../../../schemas/kinds/pair.ts';

/** Section 4.2: a pair as text to pre-train on; the format counts towards its tokens. */
export function formatPair(instruction: string, answer: string): string {
  return `${pairText.instruction}${instruction}${pairText.answer}${answer}`;
}
