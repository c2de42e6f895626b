import { z } from 'zod';

const count = z.int().nonnegative();

/** Objects that are removed together. */
const FreedSchema = z.object({ key: z.string(), objects: count, bytes: count });
export type Freed = z.infer<typeof FreedSchema>;

/** What a collection would free, or freed: nothing that a kept version or a build under way refers to. */
export const CollectionSchema = z.object({
  /** Newest versions of each dataset that stay. */
  keep: z.int().positive(),
  /** Hours; what was written or taken up more lately stays. */
  graceHours: z.number().nonnegative(),
  /** False where it only says what it would free. */
  done: z.boolean(),
  versions: z.array(FreedSchema.extend({ name: z.string(), version: z.int().positive() })),
  /** What killed builds left of versions that were never complete. */
  unfinished: z.array(FreedSchema),
  tables: z.array(FreedSchema),
  imports: z.array(FreedSchema),
  /** By stage and model, with what is known of batches. */
  answers: z.array(FreedSchema),
  /** Versions of what recipes publish beside datasets, such as banks of templates. */
  ofRecipes: z.array(FreedSchema),
  /** Training files that no version which stays names. */
  training: z.array(FreedSchema),
  /** Plans of builds that ended, and hints of where tables are. */
  leftovers: z.array(FreedSchema),
  bytes: count,
  /** What nothing refers to either, and is too young to go. */
  tooYoung: z.object({ tables: count, answers: count, bytes: count }),
  /** Builds whose tables and answers stay since they are under way, or may be. */
  builds: z.array(z.string()),
});
export type Collection = z.infer<typeof CollectionSchema>;

export const CollectOptionsSchema = z.strictObject({
  /** Newest versions of each dataset, and of what else has versions, that stay, beside those that are pinned or that readers take. */
  keep: z.int().positive().default(3),
  /** Hours for which what was written or taken up stays: longer than any build stands still. */
  graceHours: z.number().min(1).default(168),
});
export type CollectOptions = z.infer<typeof CollectOptionsSchema>;
