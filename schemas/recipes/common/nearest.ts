import { z } from 'zod';
import { setStage } from '../../table/stage.ts';

/**
 * Each row's nearest other row by their embeddings, and whether it repeats an earlier one. All rows stay. Embeddings are
 * of one model; their lengths do not matter. A row whose embedding is zeros has no direction, and so no neighbour.
 */
export const nearest = setStage({
  name: 'nearest',
  version: 1,
  title: 'Find the nearest rows',
  needs: { embedding: z.array(z.float32()) },
  adds: {
    /** The nearest other row, the first by id of equally near ones; null where there is none. */
    neighbour_id: z.string().nullable(),
    neighbour_cosine: z.number().nullable(),
    /** Squared L2 distance of the two embeddings at length 1, which is 2 - 2 cos: 0 for equal ones, 4 at the most. */
    neighbour_distance: z.number().nullable(),
    /** The first row, by id, of the group of repeats that the row is in; null for that row and for one that is alone. */
    repeat_of: z.string().nullable(),
  },
  params: z.strictObject({
    /** Rows within this squared distance of each other are repeats, and so are those that a chain of such pairs links. */
    repeats: z.number().min(0).max(4),
    /** Rows of which every pair is compared; above, an index finds at least 98 of 100 nearest rows. */
    exactUpTo: z.int().min(0).default(30_000),
  }),
});
