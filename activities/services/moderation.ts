import { z } from 'zod';
import type { Answer } from '../../schemas/question.ts';

export const ModerationSchema = z.object({
  flagged: z.boolean(),
  /** Score of each category, 0 to 1. */
  categories: z.record(z.string(), z.number()),
  /** The categories that the server flags, each by a threshold of its own. */
  harms: z.array(z.string()).default([]),
});
export type Moderation = z.infer<typeof ModerationSchema>;

/** What a `moderate` task was answered with. */
export function moderationOf({ text }: Answer): Moderation {
  return ModerationSchema.parse(JSON.parse(text));
}
