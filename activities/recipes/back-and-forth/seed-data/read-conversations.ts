import type { SourceFile } from '../../../../schemas/table/corpus.ts';
import type { Json } from '../../../../schemas/json.ts';
import type { ReadIo } from '../../../corpus/read-rows.ts';
import { readRecords } from '../../../corpus/read-records.ts';
import { MessageSchema, TreeSchema, type Message } from './message.ts';

export type Conversation = { prompt: Message; replies: readonly Message[] } | { skipped: string };

/** Largest conversation tree that is read, in bytes. */
const largestTree = 10_000_000;

/**
 * First turns of an Open-Assistant export. Trees come as they are read; single messages are put together at the end,
 * for which first prompts and best replies of the file are held in memory.
 */
export async function* readConversations(file: SourceFile, io: ReadIo): AsyncGenerator<Conversation> {
  const prompts: Message[] = [];
  const best = new Map<string, Message>();
  for await (const line of readRecords(file, { ...io, maxBytes: largestTree })) {
    if ('reject' in line) {
      yield { skipped: line.reject.reason };
      continue;
    }
    const tree = TreeSchema.safeParse(line.record);
    if (tree.success) {
      yield { prompt: tree.data.prompt, replies: tree.data.prompt.replies };
      continue;
    }
    const message = singleMessage(line.record);
    if (message === undefined) yield { skipped: 'not a conversation tree' };
    else if (message.parent_id === null || message.parent_id === undefined) prompts.push(message);
    // Later turns and lesser replies belong to a conversation that is counted by its prompt.
    else if (message.rank === 0 && !best.has(message.parent_id)) best.set(message.parent_id, message);
  }
  for (const prompt of prompts) {
    const reply = best.get(prompt.message_id);
    yield { prompt, replies: reply === undefined ? [] : [reply] };
  }
}

function singleMessage(record: Record<string, Json>): Message | undefined {
  if ('prompt' in record) return undefined;
  const message = MessageSchema.safeParse(record);
  return message.success ? message.data : undefined;
}
