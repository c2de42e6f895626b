import { z } from 'zod';
import { TableRefSchema } from '../../build/task.ts';
import { column } from '../../table/meaning.ts';

/** How many templates have each complexity (number of <fi> tags), as pairs: JSON has no keys but text. */
export const ComplexityHistogramSchema = z.array(z.tuple([z.int().positive(), z.int().positive()]));

/** Columns of a bank's table; what else its rows have tells where each template came from. */
export const templateShape = {
  /** The same for templates that differ in no more than white space, case and a final mark. */
  template_id: column(z.string(), { about: 'The template that became the instruction' }),
  template: column(z.string(), { about: 'Its text; what `<fi>` encloses was filled in from the document' }),
  /** The documents from which the template can be filled in and answered. */
  description: z.string(),
  /** Number of <fi> tags. */
  complexity: column(z.int(), { about: 'Number of its `<fi>` tags' }),
  /** Query that gave the template first, and its source. */
  query: column(z.string(), { about: 'The user’s query that gave the template first' }),
  query_source: column(z.string(), { about: 'Where that query came from' }),
  /** Queries that gave this very template, their sources, and how many are of each of these. */
  uses: z.int(),
  query_sources: z.array(z.string()),
  source_uses: z.array(z.int()),
};

/** How a bank's templates are searched. */
export const BankIndexSettingsSchema = z.strictObject({
  /**
   * Templates up to which search is exact, in the worker's memory; above, an index finds all but a few of the nearest.
   * Exact search takes as much CPU as the index at 3,000 templates of 1,024 dimensions, and 31 ms a document at 10,000:
   * as much as the document's requests take (docs/fine-instructions.md).
   */
  exactUpTo: z.int().nonnegative().default(10_000),
  /**
   * `ivf-flat` keeps vectors as they are, 4 bytes a dimension, in the workers' index cache; `ivf-rq` (RaBitQ) one bit a
   * dimension, and reads the vectors of the best candidates from the store: for banks larger than the cache.
   */
  kind: z.enum(['ivf-flat', 'ivf-rq']).default('ivf-flat'),
  /** Groups of near vectors. @default four times the square root of the templates */
  partitions: z.int().positive().optional(),
  /** Groups that are searched for a vector: recall@10 is 0.98 at 200,000 vectors (docs/benchmarks.md). */
  probes: z.int().positive().default(64),
  /** `ivf-rq`: candidates whose similarity is computed anew, as a multiple of those that are wanted. */
  refine: z.int().positive().default(5),
});
export type BankIndexSettings = z.output<typeof BankIndexSettingsSchema>;

/** The index of one version of a bank: a version of the bank's Lance table, which later ones leave as it is. */
export const BankIndexSchema = z.object({
  /** Version of the Lance table. */
  version: z.int().positive(),
  dimensions: z.int().positive(),
  settings: BankIndexSettingsSchema,
  partitions: z.int().positive(),
  /** Templates that were there when the partitions were made. */
  trainedOn: z.int().positive(),
});
export type BankIndex = z.infer<typeof BankIndexSchema>;

/** A bank's version as matching builds use it. */
export const BankRefSchema = z.object({
  name: z.string(),
  version: z.int().positive(),
  table: TableRefSchema,
  templates: z.int().nonnegative(),
  /** Model that the descriptions were embedded by: documents must be embedded by the same. */
  embedder: z.string(),
  /** Complexity of the templates of real-world queries, one count a query (section 3.2). */
  reference: ComplexityHistogramSchema,
  /** Absent where search is exact. */
  index: BankIndexSchema.optional(),
});
export type BankRef = z.infer<typeof BankRefSchema>;

/** banks/NAME/vN/manifest.json, written last: its presence says that the version is complete. */
export const BankManifestSchema = BankRefSchema.extend({
  format: z.literal('tunesmith-bank-1'),
  /** What the templates are, in whichever table: the same in two versions that differ in nothing. Older ones lack it. */
  content: z.string().optional(),
  /** Sources whose queries make up `reference`. */
  referenceSources: z.array(z.string()),
  standIn: z.boolean(),
  publishedAt: z.iso.datetime(),
});
export type BankManifest = z.infer<typeof BankManifestSchema>;
