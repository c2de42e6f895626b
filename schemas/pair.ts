import { z } from 'zod';

/** What every dataset's rows have at least: an instruction, its response, and lengths in the build's tokenizer. */
export const pairShape = {
  instruction: z.string(),
  response: z.string(),
  instruction_tokens: z.int(),
  response_tokens: z.int(),
};
