import { z } from 'zod';
import { TableRefSchema } from './task.ts';

/** How many templates have each complexity (number of <fi> tags), as pairs: JSON has no keys but text. */
export const ComplexityHistogramSchema = z.array(z.tuple([z.int().positive(), z.int().positive()]));

/** Columns of a bank's table; what else its rows have tells where each template came from. */
export const templateShape = {
  /** The same for templates that differ in no more than white space, case and a final mark. */
  template_id: z.string(),
  template: z.string(),
  /** The documents from which the template can be filled in and answered. */
  description: z.string(),
  /** Number of <fi> tags. */
  complexity: z.int(),
  /** Query that gave the template first, and its source. */
  query: z.string(),
  query_source: z.string(),
  /** Queries that gave this very template, and their sources. */
  uses: z.int(),
  query_sources: z.array(z.string()),
};

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
});
export type BankRef = z.infer<typeof BankRefSchema>;

/** banks/NAME/vN/manifest.json, written last: its presence says that the version is complete. */
export const BankManifestSchema = BankRefSchema.extend({
  format: z.literal('tunesmith-bank-1'),
  /** Sources whose queries make up `reference`. */
  referenceSources: z.array(z.string()),
  standIn: z.boolean(),
  publishedAt: z.iso.datetime(),
});
export type BankManifest = z.infer<typeof BankManifestSchema>;
