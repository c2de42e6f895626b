import { answerMessages } from '../../../schemas/recipes/generate/recipe.ts';
import type { Turn } from '../../../schemas/kinds/message.ts';
import { valueAt } from '../../corpus/value-at.ts';
import { Rejection } from '../../engine/rows/outcome.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { parseResponse } from '../common/parse-response.ts';
import { messagesOf } from './messages-of.ts';

export const answerMessagesStage = implement(
  answerMessages,
  async ({ fields }, { askWithReasoning, params }) => {
    const messages = messagesOf(valueAt(fields, params.column), params.column);
    if (messages instanceof Rejection) return messages;
    const { said: content, reasoning } = await askWithReasoning({
      prompt: messages,
      parse: parseResponse,
      attempts: params.attempts,
    });
    const answered: Turn = {
      role: 'assistant',
      content,
      ...(reasoning === null ? {} : { reasoning_content: reasoning }),
    };
    return { messages: [...messages, answered] };
  },
);
