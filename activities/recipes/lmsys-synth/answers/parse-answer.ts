import type { z } from 'zod';
import type { AnswerParams } from '../../../../schemas/recipes/lmsys-synth/answers.ts';
import { unusable, type Unusable } from '../../../engine/rows/outcome.ts';
import type { ReadAnswer } from '../../../inference/read-answer.ts';
import { parseResponse } from '../../common/parse-response.ts';
import { loopIn } from './loop.ts';

export interface TeachersAnswer {
  readonly response: string;
  readonly teacher_tokens: number;
}

/**
 * A teacher's answer that can be learnt from. One above `maxTokens` is a repetition, cut or not; they are the teacher's own
 * as its endpoint counts them, or the build's tokenizer's where it does not, or where thoughts are among them.
 */
export function parseAnswer(
  text: string,
  { usage, reasoning, finish }: ReadAnswer,
  { maxTokens, loops }: Pick<z.output<typeof AnswerParams>, 'maxTokens' | 'loops'>,
  tokens: (text: string) => number,
): TeachersAnswer | Unusable {
  const { completionTokens } = usage;
  const teacher_tokens = completionTokens > 0 && reasoning === undefined ? completionTokens : tokens(text);
  if (teacher_tokens > maxTokens)
    return unusable('too many tokens', `${teacher_tokens}, at most ${maxTokens}`);
  if (finish === 'length') return unusable('answer cut');
  const response = parseResponse(text);
  if (typeof response !== 'string') return response;
  const loop = loops === false ? undefined : loopIn(response, loops);
  if (loop !== undefined) return unusable('loop', `${loop.times} times: ${loop.said}`);
  return { response, teacher_tokens };
}
