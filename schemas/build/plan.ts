import { z } from 'zod';
import { BuildConfigSchema } from './build.ts';

/** A build's config and prompts as they were when it began: an edit during the build cannot mix two prompts. */
export const PlanSchema = z.object({
  format: z.literal('tunesmith-plan-1'),
  id: z.string(),
  /** The whole config of the recipe; its recipe-specific part is checked by the recipe's own schema. */
  config: BuildConfigSchema.loose(),
  prompts: z.record(z.string(), z.object({ text: z.string(), from: z.string() })),
  openedAt: z.iso.datetime(),
});
export type Plan = z.infer<typeof PlanSchema>;
