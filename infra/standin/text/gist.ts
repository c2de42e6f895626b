import { withoutMarks } from '../translation/translate.ts';
import { STOPWORDS } from './words.ts';

/** What there is to say about a text of which not even the language is known: its sentences and telling words. */
export interface Gist {
  text: string;
  sentences: [string, ...string[]];
  /** A few of its longer words, the most frequent first, each in the form in which it comes first. */
  words: [string, ...string[]];
  numbers: string[];
}

const MOST_WORDS = 8;

/** Takes texts of the stand-in's translator too: without their marks, and with the joints of words as spaces. */
export function gistOf(given: string): Gist {
  const text = withoutMarks(given)
    .replace(/\u2009/g, ' ')
    .trim();
  const [first = text, ...rest] = text
    .split(/(?<=[.!?。।؟！？])\s*(?=\S)/)
    .filter((part) => part.trim() !== '');
  const counts = new Map<string, { form: string; times: number }>();
  for (const [form] of text.matchAll(/\p{L}[\p{L}\p{M}'’-]{3,}/gu)) {
    const key = form.toLowerCase();
    if (STOPWORDS.has(key)) continue;
    const counted = counts.get(key) ?? { form, times: 0 };
    counted.times++;
    counts.set(key, counted);
  }
  const [word = 'this', ...words] = [...counts.values()]
    .sort((one, other) => other.times - one.times)
    .slice(0, MOST_WORDS)
    .map(({ form }) => form);
  const numbers = [...new Set(text.match(/\d+(?:[.,]\d+)*/g) ?? [])];
  return { text, sentences: [first, ...rest], words: [word, ...words], numbers };
}

/** Up to so many words of a text, with a sign where it goes on. */
export function shortened(text: string, most: number): string {
  const words = text.split(/\s+/);
  return words.length <= most ? text : `${words.slice(0, most).join(' ')} …`;
}
