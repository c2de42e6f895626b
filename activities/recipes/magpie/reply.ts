import type { Message } from '../../../schemas/inference/question.ts';
import type { PreQueryConfig } from '../../../schemas/recipes/magpie/pre-query.ts';
import { unusable } from '../../engine/rows/outcome.ts';
import type { Inquiry, RowContext } from '../../engine/rows/row-context.ts';
import { asWritten, begun } from './pre-query/as-written.ts';
import { beginOf, stopsOf } from './pre-query/template-marks.ts';

export interface Reply {
  /** Who is asked. @default responder */
  readonly role?: 'responder' | 'sampler';
  readonly attempts: number;
  readonly beginOfText: PreQueryConfig['beginOfText'];
}

/** Asks a role for the answer to a conversation; a refusal is one, as part of what the model was aligned to. */
export function replyTo(
  messages: Message[],
  { chatTemplate, roleOf }: RowContext,
  { role = 'responder', attempts, beginOfText }: Reply,
): Inquiry<string> {
  const template = roleOf(role)?.api === 'completion' ? chatTemplate(role) : undefined;
  const prompt = template?.render(messages, { addGenerationPrompt: true });
  return {
    role,
    ...(template === undefined || prompt === undefined
      ? { prompt: messages }
      : {
          prompt: [{ role: 'user', content: begun(prompt, beginOf(template), beginOfText) }],
          sent: asWritten(stopsOf(template), beginOfText),
        }),
    parse(answer) {
      const text = answer.trim();
      return text === '' ? unusable('empty answer') : text;
    },
    attempts,
  };
}
