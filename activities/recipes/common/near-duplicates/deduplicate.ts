import { z } from 'zod';
import { deduplicate } from '../../../../schemas/recipes/common/near-duplicates.ts';
import { similarityOf } from './sketch.ts';
import { implementStreamingSet, type Verdict } from '../../../engine/sets/set-stage.ts';

/** A text with one that comes before it and may be like it; or, without any, with itself alone. */
const columns = {
  id: z.string(),
  /** The first text of the same words, where it is another. */
  same: z.string().nullable(),
  other: z.string().nullable(),
  sketch: z.array(z.int()),
  other_sketch: z.array(z.int()).nullable(),
};

const kept = { bands: [], sketch: [] };

type Decided = Verdict<{ bands: number[]; sketch: number[] }>;

/**
 * MinHash-LSH: texts that share a band are candidates, and those that are as like as `similarity` by their sketches
 * are near-duplicates. Decided in the order of their ids, which follow from their contents: a text goes where one
 * before it stayed that is like it. In memory are the ids of near-duplicates alone.
 */
export const deduplicateSet = implementStreamingSet(
  deduplicate,
  columns,
  ({ similarity, peers, permutations }) => ({
    read: `WITH firsts AS (SELECT fingerprint, min(id) AS id FROM input GROUP BY fingerprint),
      banded AS (SELECT id, unnest(bands) AS band FROM input SEMI JOIN firsts USING (id)),
      ranked AS (SELECT id, band, row_number() OVER (PARTITION BY band ORDER BY id) AS place FROM banded
        SEMI JOIN (SELECT band FROM banded GROUP BY band HAVING count(*) > 1) USING (band)),
      pairs AS (SELECT DISTINCT later.id, earlier.id AS other FROM ranked AS later JOIN ranked AS earlier
        ON earlier.band = later.band AND earlier.place <= ${peers} AND earlier.place < later.place)
    SELECT input.id, CASE WHEN firsts.id <> input.id THEN firsts.id END AS same, pairs.other, input.sketch,
      found.sketch AS other_sketch
    FROM input JOIN firsts USING (fingerprint) LEFT JOIN pairs ON pairs.id = input.id
      LEFT JOIN (SELECT id, sketch FROM input) AS found ON found.id = pairs.other
    ORDER BY input.id, pairs.other`,
    async *decide(rows): AsyncGenerator<Decided> {
      const dropped = new Set<string>();
      let open: { id: string; verdict: Decided } | undefined;
      for await (const { id, same, other, sketch, other_sketch } of rows) {
        if (open !== undefined && open.id !== id) yield open.verdict;
        if (open?.id !== id) {
          const verdict: Decided =
            same === null ? { id, ...kept } : { id, reject: 'duplicate', detail: same };
          open = { id, verdict };
        }
        if (open.verdict.reject !== undefined || other === null || other_sketch === null) continue;
        if (dropped.has(other)) continue;
        const alike = similarityOf(sketch, other_sketch, permutations);
        if (alike < similarity) continue;
        dropped.add(id);
        open.verdict = { id, reject: 'near-duplicate', detail: `${alike.toFixed(2)} like ${other}` };
      }
      if (open !== undefined) yield open.verdict;
    },
  }),
);
