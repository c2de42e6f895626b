import { z } from 'zod';
import { BinSchema } from './bin.ts';
import { SectionSchema } from './section.ts';

const count = z.int().nonnegative();

/** How a column's values spread. Exact over all rows. */
export const DistributionSchema = z.object({
  count: z.int().positive(),
  min: z.number(),
  mean: z.number(),
  median: z.number(),
  /** The least value that nine tenths of the rows do not exceed. */
  p90: z.number(),
  max: z.number(),
  bins: z.array(BinSchema),
  /** Rows beyond the last bin: about the longest hundredth. */
  above: count,
});
export type Distribution = z.infer<typeof DistributionSchema>;

/** Lengths of a text column; tokens in the build's tokenizer, characters as Unicode code points. */
export const LengthsSchema = DistributionSchema.extend({
  column: z.string(),
  unit: z.enum(['tokens', 'characters']),
});
export type Lengths = z.infer<typeof LengthsSchema>;

/** Section 5.2's proxy for diversity, over the same rows for each column. */
export const DiversitySchema = z.object({
  definition: z.string(),
  /** Rows looked at: all, or a sample of fixed size drawn by the build's seed. */
  rows: count,
  of: count,
  columns: z.array(
    z.object({
      column: z.string(),
      trigrams: count,
      distinct: count,
      /** Distinct trigrams over all trigrams. */
      ratio: z.number().min(0).max(1),
    }),
  ),
});
export type Diversity = z.infer<typeof DiversitySchema>;

/** Answers of a stage that adds a column of scores, the kept and the rejected ones. */
export const ScoresSchema = z.object({
  stage: z.string(),
  column: z.string(),
  title: z.string(),
  scores: z.array(z.object({ score: z.int(), kept: count, rejected: count })),
  /** Rows of which no valid score was had. */
  invalid: count,
});
export type Scores = z.infer<typeof ScoresSchema>;

/** A column that is a share, 0 to 1. */
export const ShareSchema = DistributionSchema.extend({
  column: z.string(),
  title: z.string(),
  note: z.string(),
});
export type Share = z.infer<typeof ShareSchema>;

/** Where the rows come from, the largest first. */
export const SourcesSchema = z.object({
  distinct: count,
  largest: z.array(
    z.object({ source: z.string(), license: z.string().nullable(), rows: z.int().positive() }),
  ),
  /** Rows of the sources that are not listed. */
  others: count,
});
export type Sources = z.infer<typeof SourcesSchema>;

/** What a dataset's report and card tell of its rows. */
export const AnalysisSchema = z.object({
  lengths: z.array(LengthsSchema),
  diversity: DiversitySchema,
  shares: z.array(ShareSchema),
  scores: z.array(ScoresSchema),
  sources: SourcesSchema.optional(),
  /** What the recipe's own analysis found. */
  sections: z.array(SectionSchema).optional(),
});
export type Analysis = z.infer<typeof AnalysisSchema>;
