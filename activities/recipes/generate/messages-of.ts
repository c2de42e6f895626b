import type { Message } from '../../../schemas/inference/question.ts';
import { JsonSchema, type Json } from '../../../schemas/json.ts';
import { own } from '../../../schemas/own.ts';
import { isJsonObject } from '../../corpus/json-object.ts';
import { isBlank } from '../../is-blank.ts';
import { reject, Rejection } from '../../engine/rows/outcome.ts';

/** What datasets call who speaks. */
const roles: Readonly<Record<string, Message['role']>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  human: 'user',
  prompter: 'user',
  assistant: 'assistant',
  gpt: 'assistant',
  model: 'assistant',
  bot: 'assistant',
};

/**
 * The messages that a column holds, as a list or as its JSON text: `{role, content}` or `{from, value}`, contents as text
 * or as parts of text. The last one is the user's, which is to be answered.
 */
export function messagesOf(value: Json | undefined, column: string): Message[] | Rejection {
  const list = typeof value === 'string' ? listIn(value) : value;
  if (list === undefined || list === null) return reject('column empty', column);
  if (!Array.isArray(list)) return reject('messages are no list', column);
  const messages: Message[] = [];
  for (const each of list) {
    const message = messageOf(each);
    if (message instanceof Rejection) return message;
    messages.push(message);
  }
  const last = messages.at(-1);
  if (last === undefined) return reject('column empty', column);
  if (last.role !== 'user') return reject('messages do not end with a question', `the last is ${last.role}`);
  return isBlank(last.content) ? reject('column empty', column) : messages;
}

function messageOf(value: Json): Message | Rejection {
  if (!isJsonObject(value)) return reject('message is no object', JSON.stringify(value).slice(0, 200));
  const speaker = own(value, 'role') ?? own(value, 'from') ?? null;
  const role = typeof speaker === 'string' ? own(roles, speaker.toLowerCase()) : undefined;
  if (role === undefined) return reject('role of a message', JSON.stringify(speaker));
  const content = textOf(own(value, 'content') ?? own(value, 'value') ?? null);
  return content === undefined ? reject('message is no text', role) : { role, content };
}

/** A text, or the texts of parts; undefined where there is something else. */
function textOf(content: Json): string | undefined {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return undefined;
  const texts = content.map((part) => (isJsonObject(part) ? own(part, 'text') : part));
  return texts.every((text) => typeof text === 'string') ? texts.join('') : undefined;
}

/** CSV and many Parquet files keep a list as JSON text. */
function listIn(text: string): Json | undefined {
  if (isBlank(text)) return undefined;
  try {
    return JsonSchema.parse(JSON.parse(text));
  } catch {
    return text;
  }
}
