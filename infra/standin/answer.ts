import type { Dice } from './dice.ts';
import { drawMistake, ratesOf } from './mistakes.ts';
import type { StandinSettings } from './options.ts';
import type { Prompt } from './prompt.ts';
import { responderFor } from './responders/registry.ts';
import { spoil } from './spoil.ts';
import { countTokens, cutToTokens } from './tokens.ts';

export interface Answer {
  text: string;
  finishReason: 'stop' | 'length';
  tokens: number;
}

export interface Limits {
  /** Longest answer in tokens. */
  maxTokens: number;
  /** The answer ends before the first of these. */
  stop: readonly string[];
}

export type Answerer = (prompt: Prompt, dice: Dice, limits: Limits) => Answer;

/** The voice of the stand-in: a responder's answer, then what models do wrong, then the request's limits. */
export function createAnswerer(settings: StandinSettings): Answerer {
  const rates = ratesOf(settings.mistakes);
  const { fiveShare, goodAnswerShare, goodPairShare, answerWords } = settings;
  const manner = {
    fiveShare,
    goodAnswerShare,
    goodPairShare,
    answerWords,
    invalidScoreRate: rates.invalidScore,
    badTranslationRate: rates.badTranslation,
  };
  return (prompt, dice, limits) => {
    const responder = responderFor(prompt);
    const right = responder.answer(prompt, dice.fork('answer'), manner);
    const mistake = drawMistake(responder.mistakes, rates, dice.fork('mistake'));
    const { text, cut } = mistake ? spoil(right, mistake, dice.fork('spoil')) : { text: right, cut: false };
    return limited(text, cut, limits);
  };
}

function limited(full: string, cutAlready: boolean, { maxTokens, stop }: Limits): Answer {
  let text = full;
  let finishReason: Answer['finishReason'] = cutAlready ? 'length' : 'stop';
  for (const sequence of stop) {
    const at = sequence === '' ? -1 : text.indexOf(sequence);
    if (at >= 0) {
      text = text.slice(0, at);
      finishReason = 'stop';
    }
  }
  let tokens = countTokens(text);
  if (tokens > maxTokens) {
    text = cutToTokens(text, maxTokens);
    tokens = countTokens(text);
    finishReason = 'length';
  }
  return { text, finishReason, tokens };
}
