import { z } from 'zod';
import type { Dice } from './dice.ts';

/** Share of answers with each mistake, for the kinds of answer that can have it. One answer has one mistake at most. */
export const DEFAULT_RATES = {
  /** A score answer without a usable score. */
  invalidScore: 0.12,
  /** The answer's last closing tag is missing. */
  missingClose: 0.02,
  /** The tags around the answer are missing. */
  missingTags: 0.01,
  /** Talk before or after what was asked for. */
  chatter: 0.02,
  refusal: 0.01,
  empty: 0.01,
  /** Broken off in the middle; finish_reason is 'length'. */
  cut: 0.015,
  /** The answer is put in quotation marks. */
  quotes: 0.03,
  /** The answer begins with a label such as 'Instruction:'. */
  prefix: 0.02,
  /** A template with an <fi> tag that is not closed. */
  unbalancedTags: 0.02,
  /** A template with an <fi> tag within another. */
  nestedTags: 0.01,
  /** A template without a description of documents. */
  missingDescription: 0.015,
  /** An instruction in which an <fi> tag is left. */
  leftTag: 0.01,
  /** An excerpt that is not in the document. */
  missingExcerpt: 0.02,
  /** An excerpt whose end stands before its start. */
  reversedExcerpt: 0.01,
  /** An excerpt of which a word is wrong. */
  misquotedExcerpt: 0.02,
  /** An answer with more talk of its own than excerpts. */
  ownWords: 0.05,
  /** `null` for a document that fits the template well enough. */
  needlessNull: 0.03,
  /** An answer where a user's words were to come. */
  answering: 0.02,
  /** A user's words with the next turn's role after them. */
  roleWord: 0.015,
  /** Words from the middle of a sentence. */
  fragment: 0.02,
  /** A translation from which there is no way back; a text has always the same. About half of all rows are to survive. */
  badTranslation: 0.15,
};

export type Mistake = keyof typeof DEFAULT_RATES;
export type Rates = Record<Mistake, number>;

const NAMES = z.enum([
  'invalidScore',
  'missingClose',
  'missingTags',
  'chatter',
  'refusal',
  'empty',
  'cut',
  'quotes',
  'prefix',
  'unbalancedTags',
  'nestedTags',
  'missingDescription',
  'leftTag',
  'missingExcerpt',
  'reversedExcerpt',
  'misquotedExcerpt',
  'ownWords',
  'needlessNull',
  'answering',
  'roleWord',
  'fragment',
  'badTranslation',
] satisfies Mistake[]);

/** A factor on all rates, or rates by name. */
export const mistakesSchema = z.union([
  z.number().min(0).max(8),
  z.partialRecord(NAMES, z.number().min(0).max(1)),
]);

/** A factor applies to all default rates; of named rates, those left out keep their default. */
export function ratesOf(mistakes: z.output<typeof mistakesSchema>): Rates {
  const rates = { ...DEFAULT_RATES };
  for (const name of NAMES.options) {
    const rate = rates[name];
    rates[name] = typeof mistakes === 'number' ? Math.min(1, rate * mistakes) : (mistakes[name] ?? rate);
  }
  return rates;
}

/** The mistake, if any, of an answer that can have the listed ones. */
export function drawMistake(possible: readonly Mistake[], rates: Rates, dice: Dice): Mistake | undefined {
  let draw = dice.next();
  for (const mistake of possible) {
    draw -= rates[mistake];
    if (draw < 0) return mistake;
  }
  return undefined;
}
