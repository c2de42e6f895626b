import { z } from 'zod';

/** How the Batch API behaves: each a part of the stand-in's faults. */
export const batchFaultShape = {
  /** Milliseconds that a batch stays in each of its states, and over each quarter of its lines. */
  batchStepMs: z.number().min(0).default(10),
  /** Share of a batch's lines that come back as a 500 in its error file. */
  batchErrorRate: z.number().min(0).max(1).default(0),
  /** Share of a batch's lines that are answered before it expires. 1: it does not. */
  batchAnsweredShare: z.number().min(0).max(1).default(1),
  /** A batch with a line that has this in it fails its validation, which names the line. null: none does. */
  batchInvalidText: z.string().min(1).nullable().default(null),
  /** Every batch fails its validation with these words. null: none does. */
  batchFailure: z.string().min(1).nullable().default(null),
  /** Batches under way at once; one more fails as OpenAI's limit of enqueued tokens makes it. null: no limit. */
  batchesAtOnce: z.int().positive().nullable().default(null),
  /** What is asked for is done, and never answered: a file uploaded, a batch made, a file sent. null: all is answered. */
  batchHangs: z.enum(['upload', 'creation', 'content']).nullable().default(null),
  /** Most lines, and bytes, of a batch's file. */
  batchRequests: z.int().positive().default(50_000),
  batchBytes: z.int().positive().default(200_000_000),
};

/** The same, as the faults have it. */
export type BatchFaults = z.output<z.ZodObject<typeof batchFaultShape>>;
