import { z } from 'zod';
import { column } from '../../table/meaning.ts';
import { rowStage } from '../../table/stage.ts';

/** Section 3.2, Appendix B: how a document is cut, when its chunks are to be embedded one by one. */
export const SectionsSchema = z.strictObject({
  /** K: sections of a document. */
  chunks: z.int().positive().max(64).default(5),
  /** Width of the Gaussians as a share of the document. */
  sigma: z.number().positive().default(0.05),
  /** Least weight of a word that belongs to a section (section 3.2: 0.5). */
  least: z.number().gt(0).max(1).default(0.5),
});
export type Sections = z.output<typeof SectionsSchema>;

/**
 * How the embedder is fine-tuned. The paper names the base model, the loss and the pooling, and refers to its code for
 * the rest: the other values are ours.
 */
export const EmbedderTrainingSchema = z.strictObject({
  /** Model to begin with: the paper's in the first round, the model of the first round in the second. */
  baseModel: z.string().min(1).default('BAAI/bge-m3'),
  learningRate: z.number().positive().default(1e-5),
  scheduler: z.enum(['cosine', 'linear', 'constant']).default('linear'),
  warmupRatio: z.number().min(0).max(1).default(0.1),
  weightDecay: z.number().nonnegative().default(0.01),
  epochs: z.number().positive().default(1),
  /** Pairs a step, over all GPUs. */
  batchSize: z.int().positive().default(64),
  gpus: z.int().positive().default(8),
  /** Pairs that one GPU takes at a time; the rest of `batchSize` is accumulated. */
  atOnce: z.int().positive().default(4),
  /** Longest document in tokens; BGE-M3's context. */
  maxLength: z.int().positive().default(8192),
  /** Share of the documents that are kept aside to measure on. */
  heldOut: z.number().min(0).lt(1).default(0.02),
  seed: z.int().nonnegative().default(42),
  /** Section 3.2, Appendix B: a pair's document is pooled around the chunk that the pair names. */
  pooling: z
    .strictObject({
      chunks: SectionsSchema.shape.chunks,
      sigma: SectionsSchema.shape.sigma,
      /** 1 is the chunk alone, 0 the whole document alone. */
      alpha: z.number().min(0).max(1).default(1),
    })
    .prefault({}),
});
export type EmbedderTraining = z.output<typeof EmbedderTrainingSchema>;

/** How a template was found for a document. */
export const foundShape = {
  document_id: column(z.string(), {
    about: 'Hash of the document’s content: pairs of one document share it',
  }),
  /** 0 for the whole document, 1 to K for its chunks. */
  chunk: column(z.int(), {
    about: 'Part of the document by which the template was found; 0 for the whole of it',
  }),
  similarity: column(z.number(), { about: 'Cosine similarity of that part and what the template wants' }),
};

/** Columns of a table that becomes pairs to fine-tune an embedder on. */
export const judgedMatchShape = {
  ...foundShape,
  text: z.string(),
  template_id: z.string(),
  /** The judge's verdict. */
  compatible: z.boolean(),
  /** The part of the document that was matched. */
  response: z.string(),
};

/** Section 3.2: the part of the document that was matched; the whole of it for chunk 0. */
export const takeSection = rowStage({
  name: 'take-section',
  version: 1,
  title: 'Take the section',
  countsTokens: true,
  needs: { text: z.string(), template: z.string(), chunk: z.int() },
  adds: {
    /** The template. */
    instruction: z.string(),
    response: z.string(),
    instruction_tokens: z.int(),
    response_tokens: z.int(),
  },
  params: SectionsSchema,
});
