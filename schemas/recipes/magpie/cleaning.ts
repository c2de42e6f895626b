import { z } from 'zod';

/** Why an instruction is rejected. Few and fixed: they are what counts are grouped by. */
export const cleaningReasons = [
  'empty',
  'cut',
  'reasoning tags',
  'template tokens',
  'role words',
  'unprintable',
  'goes on with the system prompt',
  'answers instead of asking',
  'fragment',
  'other language',
] as const;
export type CleaningReason = (typeof cleaningReasons)[number];

/** Step 2: what of a drawn instruction is not one. Nothing is cut off: a text is trimmed and kept, or rejected. */
export const CleaningSchema = z.strictObject({
  /** Reasons that are not looked for. */
  off: z.array(z.enum(cleaningReasons)).default([]),
  /** Fewest characters; what is shorter is a fragment, and so is what begins in the middle of a sentence. */
  minCharacters: z.int().nonnegative().default(6),
  /** Words that name a speaker: at the beginning, or on a line of their own, or at a line's beginning with a colon. */
  roleWords: z.array(z.string().min(1)).default(['user', 'assistant', 'system', 'human', 'model']),
  /** Tags, in brackets of any kind, that reasoning models put around their thoughts. */
  reasoningTags: z
    .array(z.string().min(1))
    .default([
      'think',
      'thinking',
      'thought',
      'reasoning',
      'scratchpad',
      'begin_of_thought',
      'end_of_thought',
    ]),
  /** Greatest share of characters that cannot be shown. */
  maxUnprintable: z.number().min(0).max(1).default(0),
  /** So many words of the system prompt in a row are a continuation of it. */
  systemWords: z.int().positive().default(8),
  language: z
    .strictObject({
      /** Least score of the language that was asked for, as a share of the most likely one's. */
      min: z.number().min(0).max(1).default(0.9),
      /** Characters from which on a text is long enough to tell. */
      fromCharacters: z.int().nonnegative().default(20),
    })
    .prefault({}),
});
export type Cleaning = z.output<typeof CleaningSchema>;
