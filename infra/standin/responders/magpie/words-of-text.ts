import type { Dice } from '../../dice.ts';
import { STOPWORDS } from '../../text/words.ts';

/** Two of a text's longer words. */
export function topicsOfText(text: string, dice: Dice): [string, string] {
  const words = [
    ...new Set((text.toLowerCase().match(/[a-z]{5,}/g) ?? []).filter((word) => !STOPWORDS.has(word))),
  ];
  return [words[dice.below(words.length)] ?? 'that', words[dice.below(words.length)] ?? 'the rest'];
}
