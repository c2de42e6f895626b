import { expect, test } from 'vitest';
import { neighbours } from '../../activities/vectors/neighbours/neighbours.ts';
import { clustered, gathered, idAt, plainNeighbours, uniform } from './made-vectors.ts';

/** What every row is told of its k nearest. */
async function found(vectors: Awaited<ReturnType<typeof gathered>>, k: number) {
  const made = await neighbours(vectors, k);
  expect(made.by).toBe('every pair');
  return vectors.ids.map((_, row) => made.of(row));
}

test.each([
  { name: 'one block', made: uniform(90, 24) },
  { name: 'several blocks', made: uniform(600, 32) },
  { name: 'clusters, dimensions that are no multiple of four', made: clustered(500, 19, 30) },
  { name: 'one dimension', made: uniform(40, 1) },
])('every row has its nearest others: $name', async ({ made }) => {
  const vectors = await gathered(made);
  const plain = plainNeighbours(vectors, 5);
  expect(await found(vectors, 5)).toEqual(plain);
  expect(await found(vectors, 1)).toEqual(plain.map((near) => near.slice(0, 1)));
});

test('equal vectors are at distance 0 and come in the order of their ids, however many', async () => {
  const [same = new Float32Array(), ...others] = uniform(60, 21);
  const made = Array.from({ length: 400 }, (_, at) => (at % 4 === 0 ? (others[at % 59] ?? same) : same));
  const vectors = await gathered(made);
  const all = await found(vectors, 3);
  expect(all).toEqual(plainNeighbours(vectors, 3));
  expect(all[1]).toEqual([2, 3, 5].map((at) => ({ id: idAt(at), cosine: 1, distance: 0 })));
  expect(all[399]?.map(({ id }) => id)).toEqual([1, 2, 3].map(idAt));
});

test('lengths of vectors say nothing', async () => {
  const made = uniform(50, 8);
  const longer = made.map((vector, at) => vector.map((value) => value * (at + 1)));
  const ids = (all: Awaited<ReturnType<typeof found>>) => all.map((near) => near.map(({ id }) => id));
  expect(ids(await found(await gathered(longer), 4))).toEqual(ids(await found(await gathered(made), 4)));
});

test('vectors of zeros have no neighbours and are nobody’s', async () => {
  const made = uniform(20, 6).map((vector, at) => (at % 5 === 0 ? new Float32Array(6) : vector));
  const vectors = await gathered(made);
  const all = await found(vectors, 19);
  expect(all).toEqual(plainNeighbours(vectors, 19));
  expect(all[0]).toEqual([]);
  expect(all[1]).toHaveLength(15);
});

test('one row has no neighbour, and no rows are searched', async () => {
  expect(await found(await gathered(uniform(1, 5)), 3)).toEqual([[]]);
  expect(await found(await gathered([]), 3)).toEqual([]);
  expect(await found(await gathered(uniform(2, 5)), 3)).toHaveLength(2);
});

test('rows come in the order of their ids, whatever order they are read in', async () => {
  const made = uniform(300, 7);
  const places = made.map((_, at) => (at * 77) % 300);
  const vectors = await gathered(
    places.map((at) => made[at] ?? new Float32Array()),
    places.map(idAt),
  );
  expect(vectors.ids).toEqual(made.map((_, at) => idAt(at)));
  expect(vectors.numbers).toEqual((await gathered(made)).numbers);
});

test('vectors of several lengths, and such as hold no numbers, are named', async () => {
  const made = uniform(150, 4);
  await expect(gathered([...made, new Float32Array(3)])).rejects.toThrow(
    'row row-000150: a vector of 3 numbers cannot be compared with those of 4: the models differ',
  );
  await expect(gathered([...made, Float32Array.of(1, NaN, 0, 1)])).rejects.toThrow(
    'row row-000150: its vector holds NaN, which nothing can be compared with; embed the row again',
  );
});

test('repeats are linked by pairs within the distance, the first of them by id stands for them', async () => {
  const at = (angle: number) => Float32Array.of(Math.cos(angle), Math.sin(angle));
  // Steps of 0.1 are at a squared distance of 0.01: a chain of three, two equal ones, and one alone.
  const vectors = await gathered([at(2), at(0.2), at(1), at(0), at(1), at(0.1), new Float32Array(2)]);
  const firsts = async (repeats: number) => {
    const made = await neighbours(vectors, 1, { repeats });
    return vectors.ids.map((_, row) => made.firstOf(row));
  };
  expect(await firsts(0.0101)).toEqual([0, 1, 2, 1, 2, 1, 6]);
  expect(await firsts(0.0099)).toEqual([0, 1, 2, 3, 2, 5, 6]);
  expect(await firsts(0)).toEqual([0, 1, 2, 3, 2, 5, 6]);
  expect(await firsts(4)).toEqual([0, 0, 0, 0, 0, 0, 6]);
  const none = await neighbours(vectors, 1);
  expect(none.firstOf(4)).toBe(4);
});

test('others have their turn meanwhile, and a search ends when it is cancelled', async () => {
  const vectors = await gathered(uniform(3000, 256));
  let seen = 0;
  const counting = setInterval(() => (seen += 1), 0);
  await neighbours(vectors, 1);
  clearInterval(counting);
  expect(seen).toBeGreaterThan(2);
  await expect(neighbours(vectors, 1, { signal: AbortSignal.timeout(5) })).rejects.toThrow(/aborted/);
});

test.each([{ exactUpTo: Infinity }, { exactUpTo: 0 }])(
  'memory grows with the rows, not with their pairs: %o',
  async (options) => {
    const [rows, k] = [12_000, 1];
    const vectors = await gathered(clustered(rows, 8, 100));
    // What tests before this one held may be given back meanwhile.
    let most = -Infinity;
    const before = process.memoryUsage().arrayBuffers;
    const watching = setInterval(
      () => (most = Math.max(most, process.memoryUsage().arrayBuffers - before)),
      0,
    );
    await neighbours(vectors, k, { ...options, repeats: 0.01 });
    clearInterval(watching);
    expect(most).not.toBe(-Infinity);
    // A matrix of their products would be 576 MB.
    expect(most).toBeLessThan(rows * 8 * (k + 12) + 8 * 2 ** 20);
  },
);
