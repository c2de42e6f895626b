import { answer } from '../../../schemas/recipes/generate.ts';
import type { Json } from '../../../schemas/json.ts';
import type { Message } from '../../../schemas/question.ts';
import { reject, Rejection } from '../../rows/outcome.ts';
import type { RowContext } from '../../rows/row-context.ts';
import { implement } from '../../rows/row-stage.ts';
import { parseResponse } from '../parse-response.ts';

type Fields = Readonly<Record<string, Json>>;

export const answerStage = implement(answer, async ({ fields }, context) => {
  const { ask, params, tokens } = context;
  const messages = messagesOf(fields, params.column, context);
  if (messages instanceof Rejection) return messages;
  const response = await ask({
    prompt: messages,
    parse: (text, { finish }) => parseResponse(text, finish),
    attempts: params.attempts,
  });
  const instruction = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  return {
    instruction,
    response,
    instruction_tokens: tokens(instruction),
    response_tokens: tokens(response),
  };
});

/** The row's prompt: the column that holds it, or the build's prompt with the row's columns in its slots. */
function messagesOf(
  fields: Fields,
  column: string | undefined,
  { prompt }: RowContext,
): Message[] | Rejection {
  if (column !== undefined) {
    const content = fields[column];
    if (content === undefined || content === null || content === '') return reject('column empty', column);
    return [{ role: 'user', content: textOf(content) }];
  }
  const template = prompt('generate');
  if (template === undefined) throw new Error('the build has no prompt "generate"');
  const missing = [...template.slots].find((slot) => fields[slot] === undefined || fields[slot] === null);
  if (missing !== undefined) return reject('column empty', missing);
  return template.fill(
    Object.fromEntries([...template.slots].map((slot) => [slot, textOf(fields[slot] ?? '')])),
  );
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
