import { z } from 'zod';

const share = z.number().gt(0).lt(1);

/**
 * Parts of a dataset that are not trained on. Which part a row is in follows from its id and the seed, so it is the same
 * in every version; a larger share takes rows from `train` alone or, for `test`, from its neighbour as well.
 */
export const SplitsSchema = z
  .strictObject({
    /** Share of the rows; what is in neither is `train`. */
    validation: share.optional(),
    test: share.optional(),
    seed: z.int().nonnegative().default(42),
  })
  .refine(({ validation, test }) => validation !== undefined || test !== undefined, {
    error: 'give validation, test, or both, as shares of the rows, such as { test: 0.01 }',
  })
  .refine(({ validation = 0, test = 0 }) => validation + test < 1, {
    error: 'validation and test together leave no rows to train on',
  });
export type Splits = z.infer<typeof SplitsSchema>;

export const splitNames = ['train', 'validation', 'test'] as const;
export type SplitName = (typeof splitNames)[number];

/** A split as it was published. */
export const SplitRowsSchema = z.object({ name: z.enum(splitNames), rows: z.int().positive() });
export type SplitRows = z.infer<typeof SplitRowsSchema>;
