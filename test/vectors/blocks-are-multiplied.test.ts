import { expect, test } from 'vitest';
import { BlockProducts, queriesAtOnce, rowsAtOnce } from '../../activities/vectors/simd/block-products.ts';

test.each([1, 3, 4, 19, 768])('products of vectors of %i numbers are those of a plain loop', (dimensions) => {
  const draw = (count: number) =>
    Float32Array.from({ length: count * dimensions }, (_, at) => Math.sin(at * 12.9898 + count));
  const [queries, rows] = [draw(queriesAtOnce), draw(rowsAtOnce)];
  const block = new BlockProducts(dimensions);
  for (let at = 0; at < queriesAtOnce; at += 1) block.query(at, queries, at);
  for (let at = 0; at < rowsAtOnce; at += 1) block.row(at, rows, at);
  block.multiply(queriesAtOnce);
  let worst = 0;
  for (let q = 0; q < queriesAtOnce; q += 1)
    for (let r = 0; r < rowsAtOnce; r += 1) {
      let sum = 0;
      for (let at = 0; at < dimensions; at += 1)
        sum += (queries[q * dimensions + at] ?? NaN) * (rows[r * dimensions + at] ?? NaN);
      worst = Math.max(worst, Math.abs(sum - (block.products[q * rowsAtOnce + r] ?? NaN)));
    }
  expect(worst).toBeLessThan(dimensions * 1e-6);
});

test('equal vectors have equal products, wherever they stand in their blocks', () => {
  const vector = Float32Array.from({ length: 21 }, (_, at) => Math.cos(at * 3.7));
  const block = new BlockProducts(21);
  for (let at = 0; at < queriesAtOnce; at += 1) block.query(at, vector, 0);
  for (let at = 0; at < rowsAtOnce; at += 1) block.row(at, vector, 0);
  block.multiply(queriesAtOnce);
  expect(new Set(block.products).size).toBe(1);
  expect(block.products[0]).toBeCloseTo(
    vector.reduce((sum, value) => sum + value * value, 0),
    5,
  );
});
