import { createHash } from 'node:crypto';
import { neighbours } from '../../../vectors/neighbours/neighbours.ts';
import { turns } from '../../../vectors/neighbours/turns.ts';
import type { UnitVectors } from '../../../vectors/neighbours/unit-vectors.ts';

export interface Placed {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

/** Rounds of the layout, as UMAP has for more than 10,000 points; fewer points take longer to settle and cost little. */
const epochs = 200;
const epochsOfFew = 500;
const few = 2000;

/** Fewer points make no map. */
const least = 10;

/**
 * Places vectors in the plane so that near ones lie near (UMAP, McInnes et al., 2018), by the neighbours that our own
 * search finds. None for fewer than ten. The same vectors, seed and machine give the same places. Loads its library when it is wanted.
 */
export async function umap(vectors: UnitVectors, around: number, seed: number): Promise<Placed[]> {
  // A vector of zeros has no place.
  const rows = [...vectors.directed];
  if (rows.length < least) return [];
  const k = Math.min(around, rows.length - 1);
  const found = await neighbours(vectors, k - 1);
  const placeOf = new Map(rows.map((row, place) => [vectors.ids[row] ?? '', place]));
  const near = rows.map((row, place) => {
    // By UMAP's convention a point is its own first neighbour; where an index found too few, it stands for the rest.
    const others = found.of(row).map(({ id, distance }) => ({
      place: placeOf.get(id) ?? place,
      distance: Math.sqrt(distance),
    }));
    const last = others.at(-1)?.distance ?? 0;
    return Array.from({ length: k }, (_, at) =>
      at === 0 ? { place, distance: 0 } : (others[at - 1] ?? { place, distance: last }),
    );
  });
  const { UMAP } = await import('umap-js');
  const layout = new UMAP({
    nNeighbors: k,
    nEpochs: rows.length <= few ? epochsOfFew : epochs,
    random: randomOf(seed),
  });
  layout.setPrecomputedKNN(
    near.map((each) => each.map(({ place }) => place)),
    near.map((each) => each.map(({ distance }) => distance)),
  );
  const turn = turns(undefined);
  const rounds = layout.initializeFit(rows.map(() => []));
  for (let round = 0; round < rounds; round += 1) {
    layout.step();
    await turn();
  }
  return layout.getEmbedding().map(([x = 0, y = 0], place) => ({
    id: vectors.ids[rows[place] ?? 0] ?? '',
    x,
    y,
  }));
}

/** Numbers from 0 up to, not including, 1 (sfc32). */
function randomOf(seed: number): () => number {
  const digest = createHash('sha256').update(`map\0${seed}`).digest();
  const word = (at: number) => digest.readInt32LE(4 * at);
  let [a, b, c, counter] = [word(0), word(1), word(2), word(3)];
  return () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
}
