import { expect, test } from 'vitest';
import { z } from 'zod';
import { nearestSet } from '../../activities/recipes/common/nearest.ts';
import { nearest } from '../../schemas/recipes/common/nearest.ts';
import { neighbours } from '../../activities/vectors/neighbours/neighbours.ts';
import { clustered, gathered, idAt } from '../vectors/made-vectors.ts';
import { openSets } from './set-workshop.ts';

const shape = { id: z.string(), text: z.string(), embedding: z.array(z.float32()) };
const made = { id: z.string(), text: z.string(), ...nearest.adds.shape };

const rowsOf = (vectors: readonly (readonly number[] | Float32Array)[]) =>
  vectors.map((vector, at) => ({ id: idAt(at), text: `text ${at}`, embedding: [...vector] }));

const alone = { neighbour_id: null, neighbour_cosine: null, neighbour_distance: null, repeat_of: null };

test('every row is told of its nearest other row, and of the first that it repeats', async () => {
  const given = rowsOf([
    [3, 4],
    [0, 0],
    [0, 2],
    [6, 8],
    [0.01, 1],
    [0, -1],
  ]);
  const sets = await openSets(shape, given);
  const { rows, rejects } = await sets.run(nearestSet, { repeats: 0.001 }, { ...shape, ...made });
  expect(rejects).toEqual([]);
  expect(rows.map(({ id, embedding }) => [id, embedding.length])).toEqual(given.map(({ id }) => [id, 2]));
  const told = rows.map(({ neighbour_id, repeat_of }) => [neighbour_id, repeat_of]);
  expect(told).toEqual([
    [idAt(3), null],
    [null, null],
    [idAt(4), null],
    [idAt(0), idAt(0)],
    [idAt(2), idAt(2)],
    [idAt(0), null],
  ]);
  expect(rows[0]).toMatchObject({ neighbour_cosine: 1, neighbour_distance: 0 });
  expect(rows[1]).toMatchObject(alone);
  expect(rows[2]?.neighbour_distance).toBeCloseTo(1e-4, 7);
  expect(rows[5]?.neighbour_cosine).toBeCloseTo(-0.8, 6);
  expect(rows[5]?.neighbour_distance).toBeCloseTo(3.6, 6);
});

test.each([{ exactUpTo: 10_000 }, { exactUpTo: 0 }])(
  'many rows, the embedding left out after it: %o',
  async (params) => {
    const vectors = clustered(2500, 16, 40).map((vector, at, all) =>
      at % 9 === 8 ? (all[at - 8] ?? vector) : vector,
    );
    const sets = await openSets(shape, rowsOf(vectors));
    const { rows, summary } = await sets.run(nearestSet, { repeats: 0, ...params }, made, ['embedding']);
    expect(summary.counts).toEqual({ in: 2500, out: 2500, rejected: 0, expanded: 0 });
    const found = await neighbours(await gathered(vectors), 1);
    const truth = vectors.map((_, at) => found.of(at)[0]?.id);
    const right = rows.filter(({ neighbour_id }, at) => neighbour_id === truth[at]).length;
    expect(right).toBeGreaterThan(0.95 * 2500);
    expect(rows.filter(({ repeat_of }, at) => repeat_of !== (at % 9 === 8 ? idAt(at - 8) : null))).toEqual(
      [],
    );
  },
);

test('no rows, and one', async () => {
  const none = await openSets(shape, []);
  expect((await none.run(nearestSet, { repeats: 0 }, made)).rows).toEqual([]);
  const one = await openSets(shape, rowsOf([[1, 2]]));
  expect((await one.run(nearestSet, { repeats: 0 }, made)).rows).toEqual([
    { id: idAt(0), text: 'text 0', ...alone },
  ]);
});

test('embeddings of several lengths are one clear error', async () => {
  const sets = await openSets(
    shape,
    rowsOf([
      [1, 2],
      [1, 2, 3],
    ]),
    { shards: 1 },
  );
  await expect(sets.run(nearestSet, { repeats: 0 }, made)).rejects.toThrow(
    `row ${idAt(1)}: a vector of 3 numbers cannot be compared with those of 2: the models differ`,
  );
});
