import { expect, test } from 'vitest';
import { neighbours } from '../../activities/vectors/neighbours/neighbours.ts';
import { clustered, gathered, uniform } from './made-vectors.ts';

/** The share of the true neighbours that are found above the size up to which all pairs are compared. */
async function recallOf(made: Float32Array[], k: number) {
  const vectors = await gathered(made);
  const [exact, indexed] = [
    await neighbours(vectors, k),
    await neighbours(vectors, k, { exactUpTo: 100, repeats: 0.05 }),
  ];
  let [right, all] = [0, 0];
  for (const row of vectors.ids.keys()) {
    const truth = new Map(exact.of(row).map(({ id, distance }) => [id, distance]));
    all += truth.size;
    for (const { id, distance } of indexed.of(row)) {
      if (!truth.has(id)) continue;
      expect(distance).toBe(truth.get(id));
      right += 1;
    }
  }
  return { by: indexed.by, recall: right / all, indexed, vectors };
}

test.each([1, 10])('%i nearest of clustered vectors', async (k) => {
  const { by, recall } = await recallOf(clustered(3000, 48, 100), k);
  expect(recall).toBeGreaterThan(0.95);
  expect(by).not.toBe('every pair');
});

test('vectors without structure are searched as widely as they need', async () => {
  expect((await recallOf(uniform(4000, 12), 3)).recall).toBeGreaterThan(0.95);
  const { by, recall } = await recallOf(uniform(2000, 200), 3);
  // Nearly all partitions would have to be searched: every pair is quicker.
  expect([by, recall]).toEqual(['every pair', 1]);
});

test('repeats are found by an index too, and rows of zeros stay alone', async () => {
  const made = clustered(3000, 32, 60);
  const repeated = made.map((vector, at) =>
    at % 10 === 9 ? (made[at - 9] ?? vector) : at % 10 === 8 ? new Float32Array(32) : vector,
  );
  const { by, indexed, vectors } = await recallOf(repeated, 1);
  expect(by).not.toBe('every pair');
  for (const row of vectors.ids.keys()) {
    expect(indexed.firstOf(row)).toBe(row % 10 === 9 ? row - 9 : row);
    if (row % 10 === 9) expect(indexed.of(row)[0]).toMatchObject({ cosine: 1, distance: 0 });
    if (row % 10 === 8) expect(indexed.of(row)).toEqual([]);
  }
});

test('few rows, many equal ones', async () => {
  expect((await recallOf(clustered(101, 8, 3), 2)).recall).toBeGreaterThan(0.95);
  const same = Array.from({ length: 500 }, () => Float32Array.of(1, 2, 3));
  expect((await recallOf(same, 2)).recall).toBe(1);
});
