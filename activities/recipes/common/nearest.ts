import { z } from 'zod';
import { nearest } from '../../../schemas/recipes/common/nearest.ts';
import { implementReadingSet } from '../../engine/sets/set-stage.ts';
import { neighbours } from '../../vectors/neighbours/neighbours.ts';
import { unitVectors } from '../../vectors/neighbours/unit-vectors.ts';

/**
 * In memory are the ids and the embeddings, four bytes a number, and some 120 bytes a row: 650 MB for 200,000 rows of 768
 * numbers.
 */
export const nearestSet = implementReadingSet(
  nearest,
  ({ repeats, exactUpTo }) =>
    async function* (table, signal) {
      let rows = 0;
      for await (const each of table.rows('SELECT count(*) AS rows FROM input', { rows: z.int() }))
        rows = each.rows;
      const read = table.vectors('SELECT id, embedding AS numbers FROM input');
      const vectors = await unitVectors(read, rows);
      const found = await neighbours(vectors, 1, { repeats, exactUpTo, signal });
      for (const [row, id] of vectors.ids.entries()) {
        const [neighbour] = found.of(row);
        const first = found.firstOf(row);
        yield {
          id,
          neighbour_id: neighbour?.id ?? null,
          neighbour_cosine: neighbour?.cosine ?? null,
          neighbour_distance: neighbour?.distance ?? null,
          repeat_of: first === row ? null : (vectors.ids[first] ?? null),
        };
      }
    },
);
