import { z } from 'zod';
import { diceFrom } from './dice.ts';
import { stemOf } from './text/topics.ts';
import { STOPWORDS } from './text/words.ts';

/** A conversation as the reward APIs take it. */
export const messagesSchema = z
  .array(z.looseObject({ role: z.string(), content: z.string() }))
  .min(1, 'expected at least one message');
type Messages = z.output<typeof messagesSchema>;

const REFUSAL =
  /\b(?:I(?:'|’)?m sorry|I apologi[sz]e|as an AI|I (?:can(?:no|')t|can’t|am unable to|won(?:'|’)t) (?:help|assist|answer|provide|do that|comply))/i;

const LIMIT = 10;

/**
 * How a conversation's last message answers what stands before it, by rules: more for an answer that is longer, speaks
 * of what was asked and repeats itself little; least for none, and little for a refusal.
 */
export function reward(prompt: string, answer: string): number {
  const words = wordsIn(answer);
  if (words.length === 0) return -LIMIT;
  const length = Math.min(6, Math.log2(1 + words.length));
  const variety = new Set(words).size / Math.sqrt(words.length * Math.min(words.length, 200));
  const asked = new Set(tellingStems(wordsIn(prompt)));
  const said = new Set(tellingStems(words));
  const met = [...asked].filter((stem) => said.has(stem)).length;
  const onTopic = asked.size === 0 ? 0 : Math.min(1, met / Math.min(asked.size, 5));
  const refuses = REFUSAL.test(answer.slice(0, 200)) ? 6 : 0;
  const taste = diceFrom(`${prompt}\u0000${answer}`).next();
  const score = length + 6 * onTopic + 2 * Math.min(1, variety) - 6 - refuses + taste;
  return Math.fround(Math.max(-LIMIT, Math.min(LIMIT, score)));
}

/** The reward of a whole conversation. */
export function rewardOfMessages(messages: Messages): number {
  const before = messages.slice(0, -1).map(({ content }) => content);
  return reward(before.join('\n\n'), messages.at(-1)?.content ?? '');
}

/** As vLLM gives a classifier's single number: between 0 and 1, unless it is asked for the raw one. */
export function activated(number: number, useActivation: boolean | null | undefined): number {
  return useActivation === false ? number : 1 / (1 + Math.exp(-number));
}

function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}']+/gu) ?? [];
}

function tellingStems(words: readonly string[]): string[] {
  return words.filter((word) => !STOPWORDS.has(word)).map((word) => stemOf(word));
}
