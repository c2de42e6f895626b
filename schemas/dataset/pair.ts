import { z } from 'zod';

/** Patel et al., section 4.2: how a pair reads as text to pre-train on. */
export const pairText = { instruction: 'Instruction: ', answer: '\n\nAnswer: ' } as const;

/** What every dataset's rows have at least: an instruction, its response, and lengths in the build's tokenizer. */
export const pairShape = {
  instruction: z.string(),
  response: z.string(),
  instruction_tokens: z.int(),
  response_tokens: z.int(),
};
