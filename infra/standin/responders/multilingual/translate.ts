import { languageOf } from '../../translation/language.ts';
import { translate as translated } from '../../translation/translate.ts';
import type { Responder } from '../responder.ts';

/** Translates by the stand-in's rules, as its translation APIs do. */
export const translate: Responder = {
  name: 'translate',
  mistakes: ['missingClose', 'missingTags', 'refusal', 'empty', 'cut', 'chatter'],
  recognises: ({ frame }) => frame.includes('[TRANSLATION]') && frame.includes('[/TRANSLATION]'),
  answer: ({ frame, parts, document }, _dice, { badTranslationRate }) => {
    const text = parts.text ?? document;
    const [, from = '', to = ''] = /\bfrom (.{2,60}?) (?:in)?to (.{2,60}?)[.:,;\n]/.exec(frame) ?? [];
    const [source, target] = [languageOf(from), languageOf(to)];
    const answer = source && target ? translated(text, source, target, badTranslationRate) : text;
    return `[TRANSLATION]\n${answer}\n[/TRANSLATION]`;
  },
};
