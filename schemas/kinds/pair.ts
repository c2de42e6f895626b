import { z } from 'zod';
import { column } from '../table/meaning.ts';
import type { Kind } from './kind.ts';

/** Patel et al., section 4.2: how a pair reads as text to pre-train on. */
export const pairText = { instruction: 'Instruction: ', answer: '\n\nAnswer: ' } as const;

/** `text` is for pre-training: one column with "Instruction: …", an empty line and "Answer: …". */
export const pairFormats = ['parquet', 'messages', 'prompt-completion', 'sharegpt', 'text'] as const;

export const pairShape = {
  instruction: column(z.string(), { about: 'The instruction or question' }),
  response: column(z.string(), { about: 'The response to learn from' }),
};

/** An instruction and its response. */
export const pair = {
  needs: pairShape,
  texts: { instruction: '`instruction`', response: '`response`' },
  formats: pairFormats,
  places: {
    messages: ['system', 'reasoning'],
    'prompt-completion': ['system'],
    sharegpt: ['system'],
    text: [],
  },
  usual: ['parquet', 'messages', 'prompt-completion', 'sharegpt'],
  task: 'text-generation',
} as const satisfies Kind<string>;
