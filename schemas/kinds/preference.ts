import { z } from 'zod';
import { MessageSchema } from '../inference/question.ts';
import { column } from '../table/meaning.ts';
import type { Kind } from './kind.ts';

/** `prompt-chosen-rejected` has texts alone, so it needs a prompt that is one. */
export const preferenceFormats = ['parquet', 'messages', 'prompt-chosen-rejected', 'sharegpt'] as const;

export const preferenceShape = {
  chosen: column(z.string(), { about: 'The better answer' }),
  rejected: column(z.string(), { about: 'The worse answer' }),
  chosen_score: column(z.number(), { about: 'Score of `chosen`' }),
  rejected_score: column(z.number(), { about: 'Score of `rejected`' }),
};

/** What is asked: one of the two. */
export const promptShape = {
  prompt: column(z.string(), { about: 'What is asked' }),
};
export const promptMessagesShape = {
  prompt_messages: column(z.array(MessageSchema), { about: 'What is asked: the messages up to the answer' }),
};

/** A prompt, or messages, with a better and a worse answer and their scores. */
export const preference = {
  needs: preferenceShape,
  oneOf: { ...promptShape, ...promptMessagesShape },
  texts: { prompt: 'the prompt', chosen: '`chosen`', rejected: '`rejected`' },
  formats: preferenceFormats,
  places: {
    messages: ['system', 'reasoning', 'prompt_messages'],
    'prompt-chosen-rejected': ['system'],
    sharegpt: ['system', 'prompt_messages'],
  },
  usual: ['parquet', 'messages', 'prompt-chosen-rejected', 'sharegpt'],
  task: 'text-generation',
} as const satisfies Kind<string>;
