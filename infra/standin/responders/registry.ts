import type { Prompt } from '../prompt.ts';
import { backtranslate } from './backtranslate.ts';
import { plainAnswer } from './plain-answer.ts';
import type { Responder } from './responder.ts';
import { rewrite } from './rewrite.ts';
import { score } from './score.ts';

/** The first that recognises a prompt answers it; the last one takes any. */
const RESPONDERS: readonly Responder[] = [rewrite, score, backtranslate];

export function responderFor(prompt: Prompt): Responder {
  return RESPONDERS.find((responder) => responder.recognises(prompt)) ?? plainAnswer;
}
