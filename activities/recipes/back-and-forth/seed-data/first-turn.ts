import type { SeedPair } from '../../../../schemas/recipes/back-and-forth/seed-data.ts';
import type { Message } from './message.ts';

/** The pair of a conversation's first turn, or why it gives none. */
export function firstTurn(
  prompt: Message,
  replies: readonly Message[],
  lang: string,
): { pair: SeedPair } | { skipped: string } {
  if (prompt.role !== 'prompter') return { skipped: 'does not begin with a prompt' };
  if (unwanted(prompt)) return { skipped: 'prompt deleted or refused in review' };
  if (prompt.lang !== lang) return { skipped: 'prompt in another language' };
  const best = replies.find((reply) => reply.rank === 0 && reply.role === 'assistant');
  if (best === undefined) return { skipped: 'no reply of rank 0' };
  if (unwanted(best)) return { skipped: 'reply deleted or refused in review' };
  if (best.lang !== lang) return { skipped: 'reply in another language' };
  const instruction = prompt.text.trim();
  const response = best.text.trim();
  if (instruction === '' || response === '') return { skipped: 'empty text' };
  return { pair: { id: prompt.message_id, instruction, response } };
}

function unwanted(message: Message): boolean {
  return message.deleted === true || message.synthetic === true || message.review_result === false;
}
