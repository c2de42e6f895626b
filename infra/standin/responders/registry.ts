import type { Prompt } from '../prompt.ts';
import { backtranslate } from './backtranslate.ts';
import { categorize } from './categorize.ts';
import { compatible } from './compatible.ts';
import { describeDocument } from './describe-document.ts';
import { generateInstruction } from './generate-instruction.ts';
import { genericize } from './genericize.ts';
import { instantiate } from './instantiate.ts';
import { judge } from './judge.ts';
import { moderate } from './moderate.ts';
import { plainAnswer } from './plain-answer.ts';
import { rateResponse } from './rate-response.ts';
import type { Responder } from './responder.ts';
import { rewrite } from './rewrite.ts';
import { score } from './score.ts';
import { translate } from './translate.ts';

/** The first that recognises a prompt answers it; the last one takes any. */
const RESPONDERS: readonly Responder[] = [
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
  rateResponse,
  score,
  backtranslate,
];

export function responderFor(prompt: Prompt): Responder {
  return RESPONDERS.find((responder) => responder.recognises(prompt)) ?? plainAnswer;
}
