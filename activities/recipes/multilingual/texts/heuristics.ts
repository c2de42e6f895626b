import type { z } from 'zod';
import { languageOf } from '../../../../schemas/inference/languages.ts';
import { writesSpaces } from '../../../../schemas/recipes/common/language.ts';
import type { HeuristicsParams } from '../../../../schemas/recipes/multilingual/responses.ts';
import type { Identifier } from '../../common/identify.ts';
import { scriptShare } from '../../common/scripts.ts';
import { charactersIn } from '../../common/sentences.ts';
import {
  addressShare,
  capitalShare,
  digitShare,
  repeatedGramShare,
  repeatedLineShare,
  runShare,
  symbolShare,
} from './shares.ts';

type Thresholds = z.output<typeof HeuristicsParams>;

/** The rule that a text breaks, and the value met. */
export interface Broken {
  readonly rule: string;
  readonly detail: string;
}

/** Share with the threshold that it passes, as the detail of a reject. */
const met = (value: number, sign: '>' | '<', threshold: number): string =>
  `${String(Math.round(value * 1000) / 1000)} ${sign} ${String(threshold)}`;

/** The first rule that a fragment breaks, the cheapest looked at first; or what told its language. */
export function applyHeuristics(
  text: string,
  language: string,
  thresholds: Thresholds,
  identify: Identifier,
): Broken | 'identifier' | 'script' {
  const characters = charactersIn(text);
  if (characters < thresholds.minCharacters)
    return { rule: 'too short', detail: met(characters, '<', thresholds.minCharacters) };
  const shares: readonly [rule: string, share: (text: string) => number, most: number][] = [
    ['addresses', addressShare, thresholds.maxUrls],
    ['digits', digitShare, thresholds.maxDigits],
    ['repeated characters', runShare, thresholds.maxRepeatedCharacters],
    ['symbols', symbolShare, thresholds.maxSymbols],
    ['capital letters', capitalShare, thresholds.maxCapitals],
    ['repeated lines', repeatedLineShare, thresholds.maxRepeatedLines],
    [
      'repeated n-grams',
      (each) => repeatedGramShare(each, writesSpaces(language)),
      thresholds.maxRepeatedNgrams,
    ],
  ];
  for (const [rule, share, most] of shares) {
    const value = share(text);
    if (value > most) return { rule, detail: met(value, '>', most) };
  }
  const { minLanguage, sureFrom } = thresholds;
  const certain = minLanguage > 0 && characters >= sureFrom;
  return checkLanguage(text, language, certain ? { ...thresholds, minLanguage: 1 } : thresholds, identify);
}

function checkLanguage(
  text: string,
  language: string,
  { minScript, minLanguage }: Thresholds,
  identify: Identifier,
): Broken | 'identifier' | 'script' {
  const { script } = languageOf(language);
  const written = scriptShare(text, script);
  if (written < minScript)
    return { rule: 'other script', detail: `${script} ${met(written, '<', minScript)}` };
  const found = minLanguage === 0 ? undefined : identify(text, language);
  if (found === undefined) return 'script';
  const { best, share } = found;
  if (share < minLanguage)
    return { rule: 'other language', detail: `like ${best || 'none'}: ${met(share, '<', minLanguage)}` };
  return 'identifier';
}
