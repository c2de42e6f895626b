import type { Dice } from '../dice.ts';
import { countWords, cutToWords, STOPWORDS } from '../text/words.ts';
import type { Responder } from './responder.ts';

/** Beyond this, a prompt is answered from its beginning. Benchmarks come through here, so it reads little. */
const READ_LIMIT = 2_000;

/** Answers any prompt, from its own sentences and words, at the length asked for. */
export const plainAnswer: Responder = {
  name: 'plain-answer',
  mistakes: ['refusal', 'empty', 'cut'],
  recognises: () => true,
  answer: ({ text }, dice, { answerWords }) => {
    const read = text.slice(0, READ_LIMIT);
    const topics = topicsOf(read);
    const own = quotable(read);
    const said: string[] = [];
    let words = 0;
    const start = own.length === 0 ? 0 : dice.below(own.length);
    for (let at = 0; words < answerWords; at++) {
      const quoted = at % 2 === 1 && at < 2 * own.length ? own[(start + at) % own.length] : undefined;
      const sentence = quoted ?? remark(topics, dice, said);
      said.push(sentence);
      words += countWords(sentence);
    }
    return paragraphs(said, answerWords);
  },
};

/** Up to so many of a prompt's content words, each as it stands there first. */
const MOST_TOPICS = 12;

function topicsOf(text: string): [string, ...string[]] {
  const topics = new Set<string>();
  for (const [word] of text.matchAll(/[A-Za-z][A-Za-z0-9'’+-]{3,}/g)) {
    if (topics.size === MOST_TOPICS) break;
    if (!STOPWORDS.has(word.toLowerCase()) && !ASKING.has(word.toLowerCase())) topics.add(word);
  }
  const [first, ...others] = topics;
  return [first ?? 'this subject', ...others];
}

/** Words of a request that are not its subject. */
const ASKING = new Set(
  'explain overview write cover covers attention particular introduction someone subject understand detailed piece guide'.split(
    ' ',
  ),
);

/** Whole sentences of a prompt that an answer may repeat. */
function quotable(text: string): string[] {
  const found: string[] = [];
  for (let from = 0; found.length < 12;) {
    const end = text.indexOf('. ', from);
    if (end < 0) break;
    const sentence = text.slice(from, end + 1).trim();
    if (sentence.length > 30 && sentence.length < 300 && !sentence.includes('\n')) found.push(sentence);
    from = end + 2;
  }
  return found;
}

const REMARKS: readonly [(one: string, two: string) => string, ...((one: string, two: string) => string)[]] =
  [
    (one) => `The starting point here is ${one}.`,
    (one, two) => `It helps to look at ${one} together with ${two}, since each explains part of the other.`,
    (one) => `Most questions about ${one} come down to what it is for and where its limits are.`,
    (one, two) => `Once ${one} is clear, ${two} is easier to judge.`,
    (one) =>
      `A good first step is to write down what you expect from ${one} and to check it against a small case.`,
    (one, two) => `People who work with ${one} every day tend to keep an eye on ${two} as well.`,
    (one) => `There is more than one sound approach to ${one}, and the right one depends on the situation.`,
    (one) => `If something goes wrong with ${one}, start from the simplest explanation and test it.`,
    (one, two) => `The relation between ${one} and ${two} deserves a closer look.`,
    (one) => `In practice, ${one} rewards a careful and patient approach.`,
    (one) =>
      `It is worth knowing the usual terms, because most material about ${one} takes them for granted.`,
    (one, two) => `Compare what you know about ${one} with what you know about ${two}.`,
    (one) => `Finally, keep notes on ${one}: what was tried, what came of it and what was left open.`,
  ];

function remark(topics: readonly [string, ...string[]], dice: Dice, said: string[]): string {
  const one = dice.pick(topics);
  const two = topics[(topics.indexOf(one) + 1) % topics.length] ?? one;
  const first = REMARKS[dice.below(REMARKS.length)] ?? REMARKS[0];
  const sentence = first(one, two);
  return said.at(-1) === sentence ? REMARKS[0](two, one) : sentence;
}

function paragraphs(said: string[], limit: number): string {
  const text: string[] = [];
  for (let at = 0; at < said.length; at += 3) text.push(said.slice(at, at + 3).join(' '));
  const cut = cutToWords(text.join('\n\n'), limit);
  return /[.!?]$/.test(cut) ? cut : `${cut.replace(/[,;:]$/, '')}.`;
}
