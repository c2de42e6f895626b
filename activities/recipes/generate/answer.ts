import { answer } from '../../../schemas/recipes/generate/recipe.ts';
import type { Json } from '../../../schemas/json.ts';
import type { Message } from '../../../schemas/inference/question.ts';
import { valueAt } from '../../corpus/value-at.ts';
import { isBlank } from '../../is-blank.ts';
import { reject, Rejection } from '../../engine/rows/outcome.ts';
import type { RowContext } from '../../engine/rows/row-context.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { parseResponse } from '../common/parse-response.ts';

type Fields = Readonly<Record<string, Json>>;

export const answerStage = implement(answer, async ({ fields }, context) => {
  const { askWithReasoning, params, tokens } = context;
  const messages = messagesOf(fields, params.column, context);
  if (messages instanceof Rejection) return messages;
  const { said: response, reasoning } = await askWithReasoning({
    prompt: messages,
    parse: parseResponse,
    attempts: params.attempts,
  });
  const asked = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  // How a raw prompt ends is for the model, and no part of what is asked.
  const instruction = isRaw(context) && params.column === undefined ? asked.trim() : asked;
  return {
    instruction,
    response,
    reasoning,
    instruction_tokens: tokens(instruction),
    response_tokens: tokens(response),
  };
});

/** The row's prompt: the column that holds it, or the build's prompt with the row's columns in its slots. */
function messagesOf(fields: Fields, column: string | undefined, context: RowContext): Message[] | Rejection {
  if (column !== undefined) {
    const content = textOf(valueAt(fields, column));
    return isBlank(content) ? reject(empty, column) : [{ role: 'user', content }];
  }
  const template = context.promptNamed('generate');
  if (template === undefined) throw new Error('the build has no prompt "generate"');
  const slots = [...template.slots];
  const missing = slots.find((slot) => isNothing(valueAt(fields, slot)));
  if (missing !== undefined) return reject(empty, missing);
  const values = slots.map((slot): [slot: string, text: string] => [slot, textOf(valueAt(fields, slot))]);
  const blank = values.filter(([, text]) => isBlank(text)).map(([slot]) => slot);
  const messages = template.fill(Object.fromEntries(values), { raw: isRaw(context) });
  // A model that is asked nothing says something all the same.
  const asksNothing = messages.some(({ role, content }) => role === 'user' && isBlank(content));
  return blank.length > 0 && (asksNothing || blank.length === slots.length)
    ? reject(empty, blank.join(', '))
    : messages;
}

const empty = 'column empty';

function isRaw({ roleOf }: RowContext): boolean {
  return roleOf()?.api === 'completion';
}

function isNothing(value: Json | undefined): value is null | undefined {
  return value === undefined || value === null;
}

function textOf(value: Json | undefined): string {
  if (isNothing(value)) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
