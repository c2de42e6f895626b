import { z } from 'zod';

/** Encodings of OpenAI's models that ship with Tunesmith. */
export const encodings = ['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base'] as const;

/** What tokens are counted with. Lengths in a dataset's columns and report are in its tokens. */
export const TokenizerSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('tiktoken'),
    /** @default o200k_base */
    encoding: z.enum(encodings).default('o200k_base'),
  }),
  z.strictObject({
    kind: z.literal('huggingface'),
    /** Path to the model's tokenizer.json; a tokenizer_config.json beside it is used too. */
    file: z.string().min(1),
  }),
]);
export type TokenizerConfig = z.infer<typeof TokenizerSchema>;
