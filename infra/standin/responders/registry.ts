import type { Prompt } from '../prompt.ts';
import { answerInLanguage } from './lmsys-synth/answer-in-language.ts';
import { backtranslate } from './back-and-forth/backtranslate.ts';
import { categorize } from './fine-instructions/categorize.ts';
import { compatible } from './fine-instructions/compatible.ts';
import { describeDocument } from './fine-instructions/describe-document.ts';
import { generateInstruction } from './multilingual/generate-instruction.ts';
import { genericize } from './fine-instructions/genericize.ts';
import { instantiate } from './fine-instructions/instantiate.ts';
import { judge } from './fine-instructions/judge.ts';
import { moderate } from './fine-instructions/moderate.ts';
import { plainAnswer } from './plain-answer.ts';
import { rateAnswer } from './lmsys-synth/rate-answer.ts';
import { rateResponse } from './rate-response.ts';
import type { Responder } from './responder.ts';
import { rewrite } from './back-and-forth/rewrite.ts';
import { score } from './score.ts';
import { tag } from './lmsys-synth/tag.ts';
import { labelCategory, labelDifficulty, labelQuality } from './magpie/label.ts';
import { writeAsUser } from './magpie/write-as-user.ts';
import { translate } from './multilingual/translate.ts';

/** The first that recognises a prompt answers it; the last one takes any. */
const RESPONDERS: Responder[] = [
  writeAsUser,
  labelCategory,
  labelQuality,
  labelDifficulty,
  rewrite,
  genericize,
  instantiate,
  compatible,
  categorize,
  describeDocument,
  generateInstruction,
  translate,
  moderate,
  judge,
  tag,
  rateAnswer,
  rateResponse,
  score,
  backtranslate,
  answerInLanguage,
];

/** Adds a responder that is not ours: it is asked before ours, which may know a prompt by less. */
export function takeInResponder(responder: Responder): void {
  RESPONDERS.unshift(responder);
}

export function responderFor(prompt: Prompt): Responder {
  return RESPONDERS.find((responder) => responder.recognises(prompt)) ?? plainAnswer;
}
