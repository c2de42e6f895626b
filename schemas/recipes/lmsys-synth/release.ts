import { z } from 'zod';

/** What a release says of itself, in `release.json`. */
export const ReleaseSchema = z.object({
  format: z.literal('tunesmith-release-1'),
  dataset: z.object({ name: z.string(), version: z.int(), digest: z.string(), rows: z.int() }),
  /** The columns whose text was left out: `<column>_sha256` stands for one, `content_sha256` for that of a message. */
  withheld: z.array(z.string()).min(1),
  why: z.string(),
  /** Where the log's records have the conversation's id and its messages. */
  log: z.object({ id: z.string(), conversation: z.string() }),
});
export type Release = z.infer<typeof ReleaseSchema>;

/** What joins a release's row with its log: the other columns are as the dataset has them. */
export const ReleasedRowSchema = z.looseObject({ conversation_id: z.string(), turn: z.int() });
export type ReleasedRow = z.infer<typeof ReleasedRowSchema>;

/** A message whose text is the log's, in the rows of a release. */
export const WithheldMessageSchema = z.looseObject({ role: z.string(), content_sha256: z.string() });
