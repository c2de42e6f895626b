import { z } from 'zod';

/** What a push to the Hugging Face hub did. */
export const PushSchema = z.object({
  name: z.string(),
  version: z.int().positive(),
  /** Owner and name of the dataset there. */
  repo: z.string(),
  /** Its config there, where it shares the repository with other datasets. */
  config: z.string().optional(),
  /** Page of the version. */
  url: z.string(),
  /** The commit that the version's tag names. */
  commit: z.string(),
  /** True where the hub had this very version already. */
  unchanged: z.boolean(),
  created: z.boolean(),
  /** Files that the hub had not, or had otherwise. */
  uploaded: z.int().nonnegative(),
  removed: z.int().nonnegative(),
  /** Files that were held against the hub's list, by size and digest. */
  verified: z.int().positive(),
});
export type Push = z.infer<typeof PushSchema>;

export const HubRepoSchema = z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'must be OWNER/NAME, as the hub has it');
