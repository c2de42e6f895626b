import { z } from 'zod';
import type { Dice } from './dice.ts';
import { cutToWords, countWords } from './text/words.ts';

/** Share of answers with each mistake, for the kinds of answer that can have it. One answer has one mistake at most. */
export const DEFAULT_RATES = {
  /** A score answer without a usable score. */
  invalidScore: 0.12,
  /** The answer's closing tag is missing. */
  missingClose: 0.02,
  /** Both tags are missing. */
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
};

export type Mistake = keyof typeof DEFAULT_RATES;
export type Rates = Record<Mistake, number>;

const rate = z.number().min(0).max(1).optional();

export const mistakesSchema = z.union([
  z.number().min(0).max(8),
  z.strictObject({
    invalidScore: rate,
    missingClose: rate,
    missingTags: rate,
    chatter: rate,
    refusal: rate,
    empty: rate,
    cut: rate,
    quotes: rate,
    prefix: rate,
  }),
]);

/** A factor applies to all default rates; of named rates, those left out keep their default. */
export function ratesOf(mistakes: z.output<typeof mistakesSchema>): Rates {
  const rates = { ...DEFAULT_RATES };
  for (const [name, value] of mistakeEntries(rates)) {
    rates[name] = typeof mistakes === 'number' ? Math.min(1, value * mistakes) : (mistakes[name] ?? value);
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

export const REFUSALS = [
  "I'm sorry, but I can't help with that.",
  'I apologize, but I cannot assist with this request.',
  "As an AI language model, I'm not able to do that.",
] as const;

const OPENERS = [
  'Sure! Here is what you asked for:',
  "Of course! Here's my answer:",
  'Certainly. Here you go:',
] as const;

const CLOSERS = ['I hope this helps!', 'Let me know if you would like any changes.'] as const;

/** The answer with the mistake in it. */
export function spoil(text: string, mistake: Mistake, dice: Dice): { text: string; cut: boolean } {
  const whole = (spoilt: string) => ({ text: spoilt, cut: false });
  switch (mistake) {
    case 'missingClose':
      return whole(text.replace(/\s*\[\/RES\]\s*$/, ''));
    case 'missingTags':
      return whole(text.replace(/^\s*\[RES\]\s*/, '').replace(/\s*\[\/RES\]\s*$/, ''));
    case 'chatter': {
      const opened = `${dice.pick(OPENERS)}\n\n${text}`;
      return whole(dice.chance(0.4) ? `${opened}\n\n${dice.pick(CLOSERS)}` : opened);
    }
    case 'refusal':
      return whole(dice.pick(REFUSALS));
    case 'empty':
      return whole(dice.pick(['', '', '\n']));
    case 'cut': {
      const words = Math.floor(countWords(text) * (0.3 + dice.next() * 0.5));
      return { text: cutToWords(text, Math.max(1, words)), cut: true };
    }
    case 'quotes':
      return whole(dice.chance(0.8) ? `"${text}"` : `“${text}”`);
    case 'prefix':
      return whole(`${dice.pick(['Instruction:', 'Question:', '**Instruction:**', 'User:'])} ${text}`);
    case 'invalidScore':
      return whole(text);
  }
}

function mistakeEntries(rates: Rates): [Mistake, number][] {
  return [
    ['invalidScore', rates.invalidScore],
    ['missingClose', rates.missingClose],
    ['missingTags', rates.missingTags],
    ['chatter', rates.chatter],
    ['refusal', rates.refusal],
    ['empty', rates.empty],
    ['cut', rates.cut],
    ['quotes', rates.quotes],
    ['prefix', rates.prefix],
  ];
}
