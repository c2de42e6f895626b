import { z } from 'zod';
import { oneName, OtherTextsSchema } from './benchmarks.ts';

/** Figures 7 and 8: a map of the instructions by their embeddings (UMAP), drawn in the report. */
export const MapSchema = z.strictObject({
  /** Instructions that are drawn for it, 10,000 in the paper; 0 for no map. */
  rows: z.int().min(0).max(10_000).default(10_000),
  /** Neighbours of each that the map keeps near. */
  neighbours: z.int().min(2).max(100).default(15),
  /** Other datasets whose instructions are on the raw dataset's map, as many of each, such as `STORE/datasets/NAME/v1`. */
  beside: z
    .array(OtherTextsSchema)
    .max(6)
    .refine(oneName, { error: 'two datasets have one name; call one of them otherwise' })
    .default([]),
});
