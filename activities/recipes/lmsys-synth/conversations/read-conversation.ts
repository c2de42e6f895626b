import { readConversation } from '../../../../schemas/recipes/lmsys-synth/conversations.ts';
import type { Json } from '../../../../schemas/json.ts';
import { unfitText, usableId } from '../../../corpus/unfit-text.ts';
import { valueAt } from '../../../corpus/value-at.ts';
import { reject, Rejection } from '../../../engine/rows/outcome.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { flagsOfAll, readMessages } from './read-messages.ts';

export const readConversationStage = implement(readConversation, ({ fields }, { id, params }) => {
  const { columns, languages } = params;
  const log_language = textAt(fields, columns.language);
  if (log_language !== null && !isWanted(log_language, languages))
    return reject('other language', log_language);
  const verdicts = valueAt(fields, columns.moderation);
  const messages = readMessages(valueAt(fields, columns.conversation), verdicts);
  if ('unread' in messages)
    return reject('unreadable conversation', `${columns.conversation}: ${messages.unread}`);
  for (const [at, { content }] of messages.entries()) {
    const unfit = unfitText(`message ${at}`, content);
    if (unfit !== undefined) return new Rejection(unfit.reason, unfit.detail, unfit.raw);
  }
  const told = params.id === undefined ? null : textAt(fields, params.id);
  return {
    conversation_id: told ?? id,
    log_language,
    log_model: textAt(fields, columns.model),
    messages,
    flags: flagsOfAll(valueAt(fields, columns.toxic), verdicts, messages.length),
  };
});

function isWanted(language: string, wanted: 'any' | readonly string[]): boolean {
  return wanted === 'any' || wanted.some((each) => each.toLowerCase() === language.toLowerCase());
}

function textAt(fields: Readonly<Record<string, Json>>, path: string): string | null {
  const value = valueAt(fields, path);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? usableId(value.trim()) : null;
}
