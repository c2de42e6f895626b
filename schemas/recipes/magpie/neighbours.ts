import { z } from 'zod';
import { nearest } from '../common/nearest.ts';
import { serviceRole } from '../../inference/role.ts';
import { rowStage } from '../../table/stage.ts';

/** Section 3.2: embeds instructions; all-mpnet-base-v2 in the paper. */
export const embedderRole = serviceRole(['embeddings']);

export const NeighboursSchema = z.strictObject({
  /** Instructions within this squared distance of each other are repeats, of which the first can be kept. */
  repeats: nearest.params.shape.repeats.default(0.01),
  exactUpTo: nearest.params.shape.exactUpTo,
});

/** Section 3.2: instructions in the embedding space. */
export const embedInstruction = rowStage({
  name: 'embed-instruction',
  version: 1,
  title: 'Embed the instruction',
  role: 'embedder',
  needs: { instruction: z.string() },
  adds: { embedding: z.array(z.float32()) },
  params: z.strictObject({}),
});
