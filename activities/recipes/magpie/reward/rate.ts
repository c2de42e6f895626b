import type { Message } from '../../../../schemas/inference/question.ts';
import type { RowContext } from '../../../engine/rows/row-context.ts';
import { rewardOf } from '../../../inference/services/reward-of.ts';

/** The reward that the role `reward` gives an answer; as text of its chat template, where the config names one. */
export async function rate(
  { call, chatTemplate }: Pick<RowContext, 'call' | 'chatTemplate'>,
  instruction: string,
  response: string,
): Promise<number> {
  const messages: Message[] = [
    { role: 'user', content: instruction },
    { role: 'assistant', content: response },
  ];
  const text = chatTemplate('reward')?.render(messages);
  const answer = await call({ kind: 'reward', messages, ...(text === undefined ? {} : { text }) }, 'reward');
  return rewardOf(answer);
}
