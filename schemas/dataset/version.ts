import { z } from 'zod';
import { KindNameSchema } from '../kinds/index.ts';

const number = z.int().positive();

/**
 * A rollback, at datasets/<name>/moves/<n>.json: the newest move says which version is the newest, until one above `upTo`
 * is published. Moves are written once and counted, so that of two at once the second sees the first.
 */
export const MoveSchema = z.object({
  format: z.literal('tunesmith-move-1'),
  /** The version that readers are to take. */
  to: number,
  /** The one that they took before. */
  from: number,
  /** The highest number there was: what is published later goes above it. */
  upTo: number,
  at: z.iso.datetime(),
});
export type Move = z.infer<typeof MoveSchema>;

/** A mark at datasets/<name>/pins/v<n>.json: nothing collects that version. */
export const PinSchema = z.object({
  format: z.literal('tunesmith-pin-1'),
  version: number,
  at: z.iso.datetime(),
});
export type Pin = z.infer<typeof PinSchema>;

/** A version in a list. */
export const VersionInfoSchema = z.object({
  name: z.string(),
  version: number,
  kind: KindNameSchema,
  recipe: z.string(),
  rows: z.int().nonnegative(),
  createdAt: z.iso.datetime(),
  /** US dollars that its own build spent. */
  cost: z.number().nonnegative(),
  /** Answers that its own build asked for. */
  asked: z.int().nonnegative(),
  /** The build that published it. */
  build: z.string(),
  digest: z.string(),
  standIn: z.boolean(),
  /** Readers take this one. */
  latest: z.boolean(),
  pinned: z.boolean(),
  /** Put back: a rollback went from it to another one, and it becomes the newest again by a rollback alone. */
  heldBack: z.boolean(),
});
export type VersionInfo = z.infer<typeof VersionInfoSchema>;

/** A dataset in a list, by the version that readers take. */
export const DatasetInfoSchema = VersionInfoSchema.omit({
  latest: true,
  pinned: true,
  heldBack: true,
}).extend({
  versions: number,
  pinned: z.array(number),
  /** Numbers that a rollback put back. */
  heldBack: z.array(number),
});
export type DatasetInfo = z.infer<typeof DatasetInfoSchema>;

/** What a rollback did. */
export const RollbackSchema = z.object({
  name: z.string(),
  from: number,
  to: number,
  /** False where readers took that version already. */
  moved: z.boolean(),
});
export type Rollback = z.infer<typeof RollbackSchema>;
