import type { Answer, ServiceQuestion } from '../../../schemas/inference/question.ts';
import { isStandIn, type Received } from '../completion-response.ts';
import { charactersOf } from '../question-size.ts';
import type { ServiceReply } from './adapter.ts';

/** An answer for each question of a request; its tokens are shared by the length of the texts. */
export function answersOf(
  { results, usage, servedBy }: ServiceReply,
  received: Received,
  questions: readonly ServiceQuestion[],
  model: string,
): Answer[] {
  const characters = questions.map((question) => charactersOf(question));
  const total = characters.reduce((sum, length) => sum + length, 0);
  let left = usage?.promptTokens ?? 0;
  let rest = total;
  return results.map(({ text }, at) => {
    const length = characters[at] ?? 0;
    // What remains is shared anew each time, so that the parts add up to the whole.
    const promptTokens = rest === 0 ? left : Math.round((left * length) / rest);
    left -= promptTokens;
    rest -= length;
    return {
      text,
      finish: null,
      usage: { promptTokens, completionTokens: 0 },
      servedBy: servedBy ?? model,
      standIn: isStandIn(received),
      milliseconds: Math.round(received.milliseconds),
    };
  });
}
