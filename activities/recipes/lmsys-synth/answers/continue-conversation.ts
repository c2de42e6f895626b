import { continueConversation } from '../../../../schemas/recipes/lmsys-synth/arms.ts';
import type { Message } from '../../../../schemas/inference/question.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { parseAnswer } from './parse-answer.ts';

/** A conversation ends before the first turn whose answer cannot be used. */
export const continueConversationStage = implement(
  continueConversation,
  async ({ instruction, response, further }, { askLabel, params, tokens }) => {
    const messages: Message[] = [
      { role: 'user', content: instruction },
      { role: 'assistant', content: response },
    ];
    let turns = 1;
    for (const content of further.slice(0, params.turns - 1)) {
      const asked: Message[] = [...messages, { role: 'user', content }];
      const answer = await askLabel({
        prompt: asked,
        readsCut: true,
        parse: (text, whole) => parseAnswer(text, whole, params, tokens),
        attempts: params.attempts,
      });
      if (answer === null) break;
      messages.push({ role: 'user', content }, { role: 'assistant', content: answer.response });
      turns += 1;
    }
    return { messages, turns };
  },
);
