import { z } from 'zod';
import { JsonSchema } from '../json.ts';
import { CountsSchema } from '../table/table.ts';

const count = z.int().nonnegative();

/** A figure of either version; null where it has none. */
const sides = <Shape extends z.ZodType>(shape: Shape) =>
  z.object({ before: shape.nullable(), after: shape.nullable() });

export const DiffSideSchema = z.object({
  version: z.int().positive(),
  rows: count,
  createdAt: z.iso.datetime().optional(),
  digest: z.string(),
  cost: z.number().nonnegative(),
  asked: count,
});

/** Rows by their ids, which are stable between versions. */
export const RowDiffSchema = z.object({
  added: count,
  removed: count,
  /** In both, with another value in a column of both. */
  changed: count,
  same: count,
  /** Rows that changed in each column of both, where any did. */
  columns: z.array(z.object({ column: z.string(), rows: count })),
  columnsAdded: z.array(z.string()),
  columnsRemoved: z.array(z.string()),
  /** The first by id. */
  examples: z.object({
    added: z.array(z.string()),
    removed: z.array(z.string()),
    changed: z.array(z.object({ id: z.string(), columns: z.array(z.string()) })),
  }),
});
export type RowDiff = z.infer<typeof RowDiffSchema>;

const ScoreFiguresSchema = z.object({
  kept: count,
  rejected: count,
  invalid: count,
  mean: z.number().nullable(),
});
const LengthFiguresSchema = z.object({
  mean: z.number(),
  median: z.number(),
  p90: z.number(),
  max: z.number(),
});

/** What changed between two versions of a dataset. */
export const DatasetDiffSchema = z.object({
  name: z.string(),
  before: DiffSideSchema,
  after: DiffSideSchema,
  rows: RowDiffSchema.optional(),
  /** Why rows were not compared. */
  rowsNotCompared: z.string().optional(),
  /** Every stage of either, in the recipe's order; one that runs twice stands here twice. */
  stages: z.array(sides(CountsSchema).extend({ stage: z.string(), title: z.string() })),
  /** Rejected rows of either, by stage and reason. */
  rejects: z.array(z.object({ stage: z.string(), reason: z.string(), before: count, after: count })),
  scores: z.array(sides(ScoreFiguresSchema).extend({ column: z.string(), title: z.string() })),
  lengths: z.array(sides(LengthFiguresSchema).extend({ column: z.string(), unit: z.string() })),
  /** What stands otherwise in the two configs, by its path. */
  config: z.array(
    z.object({ path: z.string(), before: JsonSchema.optional(), after: JsonSchema.optional() }),
  ),
  prompts: z.array(z.object({ name: z.string(), change: z.enum(['added', 'removed', 'changed']) })),
});
export type DatasetDiff = z.infer<typeof DatasetDiffSchema>;
