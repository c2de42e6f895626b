import { z } from 'zod';
import { column } from '../../table/meaning.ts';
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
    neighbour_id: column(z.string().nullable(), {
      about: 'The nearest other row, the first by id of equally near ones; null where there is none',
    }),
    neighbour_cosine: column(z.number().nullable(), { about: 'Cosine of the two rows’ embeddings' }),
    /** 2 - 2 cos: 0 for equal ones, 4 at the most. */
    neighbour_distance: column(z.number().nullable(), {
      about: 'Squared distance (L2) of the two embeddings at length 1',
      public: 'min_neighbour_distance',
    }),
    repeat_of: column(z.string().nullable(), {
      about:
        'The first row, by id, of the group of repeats that the row is in; null for that row and for one that is alone',
    }),
  },
  params: z.strictObject({
    /** Rows within this squared distance of each other are repeats, and so are those that a chain of such pairs links. */
    repeats: z.number().min(0).max(4),
    /** Rows of which every pair is compared; above, an index finds at least 98 of 100 nearest rows. */
    exactUpTo: z.int().min(0).default(30_000),
  }),
});
