import { z } from 'zod';
import type { Answer } from '../../../schemas/inference/question.ts';

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

/** Of a text that is flagged for no category: whichever are looked for, it may be one of them. */
export const unnamedHarm = 'flagged';

/** What a text is flagged for, the worst first: by the server's word, or by scores where it names no categories. */
export function harmsOf({ flagged, categories, harms }: Moderation): string[] {
  if (!flagged) return [];
  const scoreOf = (name: string) => categories[name] ?? 0;
  const named = harms.length > 0 ? harms : Object.keys(categories).filter((name) => scoreOf(name) >= 0.5);
  return named.length === 0 ? [unnamedHarm] : [...named].sort((a, b) => scoreOf(b) - scoreOf(a));
}
