import { z } from 'zod';

/** Where a page begins: a file of the list and a row in it, as `2-500`. What is published never changes, so it stays. */
export const CursorSchema = z.string().regex(/^\d{1,9}-\d{1,12}$/, 'must be `next` of the page before');

/** Rows of a page, unless its reader says otherwise. */
export const rowsOfAPage = 50;

/** Some rows of published Parquet files, in their order. */
export const PageSchema = z.object({
  rows: z.array(z.record(z.string(), z.json())),
  /** Where the next page begins; left out with the last one. */
  next: z.string().optional(),
});
export type Page = z.infer<typeof PageSchema>;
