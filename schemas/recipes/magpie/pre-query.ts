import { z } from 'zod';
import { familyNames } from './families.ts';

/** What a model goes on from as its user. */
export const PreQuerySchema = z.strictObject({
  /**
   * `template`: what the model's own chat template makes; `family`: the text that published data of this family was drawn
   * with; `text`: yours. @default the chat template, where the role has one
   */
  from: z
    .union([
      z.literal('template'),
      z.strictObject({ family: z.enum(familyNames) }),
      z.strictObject({
        text: z.string().min(1),
        /** Where the user's text has ended. */
        stops: z.array(z.string().min(1)).default([]),
      }),
    ])
    .default('template'),
  /**
   * Who writes begin-of-text: the `prompt` (the server is told to add none), or the `server`, for those that add it
   * whatever they are told.
   */
  beginOfText: z.enum(['prompt', 'server']).default('prompt'),
});
export type PreQueryConfig = z.output<typeof PreQuerySchema>;
