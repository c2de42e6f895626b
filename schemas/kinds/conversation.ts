import { z } from 'zod';
import { column } from '../table/meaning.ts';
import type { Kind } from './kind.ts';
import { TurnSchema } from './message.ts';

export const conversationFormats = ['parquet', 'messages', 'sharegpt'] as const;

export const conversationShape = {
  messages: column(z.array(TurnSchema), {
    about: 'The conversation: a list of `role`, `content` and, where a model thought, `reasoning_content`',
  }),
};

/** Messages of any number of turns, a system message and reasoning among them. */
export const conversation = {
  needs: conversationShape,
  texts: { user: 'the user’s turns', assistant: 'the assistant’s turns' },
  formats: conversationFormats,
  places: { messages: ['system', 'reasoning'], sharegpt: ['system'] },
  usual: ['parquet', 'messages', 'sharegpt'],
  task: 'text-generation',
} as const satisfies Kind<string>;
