import type { Json } from '../../../../schemas/json.ts';
import type { LoggedMessage } from '../../../../schemas/recipes/lmsys-synth/conversations.ts';
import { isJsonObject } from '../../../corpus/json-object.ts';

/** Who speaks, in the words of the logs that we know: LMSYS and WildChat, ShareGPT, Open-Assistant. */
const speakers: Readonly<Record<string, LoggedMessage['role']>> = {
  system: 'system',
  user: 'user',
  human: 'user',
  prompter: 'user',
  assistant: 'assistant',
  gpt: 'assistant',
  chatgpt: 'assistant',
  bard: 'assistant',
  bing: 'assistant',
  model: 'assistant',
};

/** Why a record holds no conversation that can be read. */
export interface Unread {
  readonly unread: string;
}

/**
 * The messages of a log's record: a list of `role` and `content`, or of ShareGPT's `from` and `value`; or such a list as
 * JSON text, as CSV and some Parquet files keep it. `verdicts` are the log's own on each message, in the same order; those
 * that are not one a message say nothing of any (see `flagsOfAll`).
 */
export function readMessages(
  conversation: Json | undefined,
  verdicts: Json | undefined,
): LoggedMessage[] | Unread {
  const list = listIn(conversation);
  if (list === undefined) return { unread: 'no list of messages' };
  if (list.length === 0) return { unread: 'no messages' };
  const judged = listIn(verdicts);
  const messages: LoggedMessage[] = [];
  for (const [at, each] of list.entries()) {
    if (!isJsonObject(each)) return { unread: `message ${at} is no object` };
    const speaker = each['role'] ?? each['from'];
    const role = typeof speaker === 'string' ? speakers[speaker.toLowerCase()] : undefined;
    if (role === undefined) return { unread: `message ${at} is by ${JSON.stringify(speaker ?? null)}` };
    const verdict = judged?.length === list.length ? judged[at] : undefined;
    messages.push({
      role,
      content: textOf(each['content'] ?? each['value']),
      flags: flagsOf(verdict, each['toxic']),
    });
  }
  return messages;
}

/** What a conversation is flagged for as a whole: by its own field, and by verdicts that are not one a message. */
export function flagsOfAll(
  toxic: Json | undefined,
  verdicts: Json | undefined,
  messages: number,
): string[] | null {
  const judged = listIn(verdicts) ?? [];
  const loose = judged.length === messages ? [] : judged.map((verdict) => flagsOf(verdict, undefined));
  const found = [flagsOf(undefined, toxic), ...loose].filter((flags) => flags !== null);
  return found.length === 0 ? null : [...new Set(found.flat())];
}

/** A verdict's categories, as OpenAI's moderation gives them, and the log's own word; null where there is neither. */
function flagsOf(verdict: Json | undefined, toxic: Json | undefined): string[] | null {
  const own = toxic === true ? ['toxic'] : [];
  if (!isJsonObject(verdict)) return typeof toxic === 'boolean' ? own : null;
  const { categories, flagged } = verdict;
  const named = isJsonObject(categories)
    ? Object.entries(categories).flatMap(([name, found]) => (found === true ? [name] : []))
    : [];
  return [...own, ...(named.length === 0 && flagged === true ? ['flagged'] : named)];
}

function listIn(value: Json | undefined): readonly Json[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'string' || !value.trimStart().startsWith('[')) return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** A message's text; of several parts, as OpenAI has them, their texts. */
function textOf(content: Json | undefined): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .flatMap((part) => (isJsonObject(part) && typeof part['text'] === 'string' ? [part['text']] : []))
    .join('\n');
}
