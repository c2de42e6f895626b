import { promptOf } from '../../prompt.ts';
import { detectLanguage } from '../../translation/detect.ts';
import { languageOf } from '../../translation/language.ts';
import { originalIn, translate } from '../../translation/translate.ts';
import { plainAnswer } from '../plain-answer.ts';
import type { Responder } from '../responder.ts';

/** Answers a question in another script in that script: respelt, as the stand-in's translations are. */
export const answerInLanguage: Responder = {
  name: 'answer-in-language',
  mistakes: plainAnswer.mistakes,
  recognises: ({ text, parts }) => Object.keys(parts).length === 0 && isForeign(text),
  answer: (prompt, dice, manner) => {
    const [english, own] = [languageOf('en'), detectLanguage(prompt.text)];
    const asked = promptOf(originalIn(prompt.text) ?? prompt.text);
    const answer = plainAnswer.answer(asked, dice, manner);
    return english === undefined ? answer : translate(answer, english, own);
  },
};

/** More letters of other scripts than of the Latin one; a prompt is read by its beginning. */
function isForeign(text: string): boolean {
  const letters = text.slice(0, 400).match(/\p{L}/gu) ?? [];
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length;
  return letters.length > 0 && latin * 2 < letters.length;
}
