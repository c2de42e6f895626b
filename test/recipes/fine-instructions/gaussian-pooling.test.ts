import { expect, test } from 'vitest';
import { gaussianPooling, gaussianWeights } from '../../../activities/vectors/gaussian-pooling.ts';
import { timed } from '../../slowdown.ts';

const raw = { normalize: false };
const numbers = (vectors: readonly Float32Array[]) => vectors.map((vector) => Array.from(vector));

/** Appendix B, term by term, for sequences whose weights do not vanish. */
function byTheFormula(
  rows: readonly (readonly number[])[],
  mask: readonly number[],
  k: number,
  chunks: number,
  sigma: number,
) {
  const length = rows.length;
  const weight = (t: number) =>
    (mask[t - 1] ?? 0) * Math.exp(-0.5 * ((t - (k / (chunks + 1)) * length) / (sigma * length)) ** 2);
  const sum = rows.reduce((total, _, at) => total + weight(at + 1), 0);
  return (rows[0] ?? []).map((_, d) =>
    rows.reduce((total, row, at) => total + (weight(at + 1) / sum) * (row[d] ?? 0), 0),
  );
}

test('two tokens and one chunk, by hand', () => {
  // c = 1/2 * 2 = 1 and sigma T = 1: the exponents are 0 for t = 1 and -1/2 for t = 2.
  const share = 1 / (1 + Math.exp(-0.5));
  const [mean, chunk] = gaussianPooling(Float32Array.of(1, 0, 0, 1), 2, undefined, {
    chunks: 1,
    sigma: 0.5,
    ...raw,
  });
  expect(Array.from(mean ?? [])).toEqual([0.5, 0.5]);
  expect(chunk?.[0]).toBeCloseTo(share, 6);
  expect(chunk?.[1]).toBeCloseTo(1 - share, 6);
});

test('five chunks lie at a sixth of the sequence each', () => {
  // Each token is its own position, so that an embedding is where its chunk lies: c = 600k/6.
  const positions = Float32Array.from({ length: 600 }, (_, at) => at + 1);
  const found = numbers(gaussianPooling(positions, 1, undefined, raw)).flat();
  expect(found).toHaveLength(6);
  expect(found[0]).toBeCloseTo(300.5, 3);
  for (const [k, at] of found.slice(1).entries())
    expect(Math.abs(at - (600 * (k + 1)) / 6)).toBeLessThan(0.6);
});

test('agrees with the formula of Appendix B', () => {
  const rows = Array.from({ length: 37 }, (_, at) => [Math.sin(at), Math.cos(3 * at), at / 37]);
  const mask = rows.map((_, at) => (at % 5 === 2 ? 0 : 1));
  const found = numbers(gaussianPooling(Float32Array.from(rows.flat()), 3, mask, raw));
  for (let k = 1; k <= 5; k += 1)
    for (const [d, value] of byTheFormula(rows, mask, k, 5, 0.05).entries())
      expect(found[k]?.[d]).toBeCloseTo(value, 6);
});

test('blends chunks with the mean by alpha', () => {
  const tokens = Float32Array.of(1, 5, 2, 8, 3, 1);
  const [mean = 0, local = 0] = numbers(gaussianPooling(tokens, 1, undefined, raw)).flat();
  const blended = numbers(gaussianPooling(tokens, 1, undefined, { alpha: 0.25, ...raw })).flat();
  expect(blended[0]).toBeCloseTo(mean, 6);
  expect(blended[1]).toBeCloseTo(0.75 * mean + 0.25 * local, 6);
  expect(new Set(numbers(gaussianPooling(tokens, 1, undefined, { alpha: 0, ...raw })).flat()).size).toBe(1);
});

test('embeddings have length 1 unless told otherwise', () => {
  const found = gaussianPooling(Float32Array.of(3, 4, 30, 40), 2);
  for (const vector of numbers(found)) expect(vector).toEqual([Math.fround(0.6), Math.fround(0.8)]);
  expect(numbers(gaussianPooling(new Float32Array(4), 2))).toEqual(Array.from({ length: 6 }, () => [0, 0]));
});

test('one token: every embedding is that token', () => {
  expect(numbers(gaussianPooling(Float32Array.of(2, -1), 2, undefined, raw))).toEqual(
    Array.from({ length: 6 }, () => [2, -1]),
  );
});

test('a centre far from every token, under a small width: the nearest token', () => {
  const mask = [1, 0, 0, 0, 0, 0, 0, 0, 0, 1];
  const tokens = Float32Array.from({ length: 10 }, (_, at) => at + 1);
  const found = numbers(gaussianPooling(tokens, 1, mask, { sigma: 1e-6, ...raw })).flat();
  // Centres at 1.67, 3.33, 5, 6.67, 8.33.
  expect(found).toEqual([5.5, 1, 1, 1, 10, 10]);
  expect(Array.from(gaussianWeights(3, 1000, 1e-9))).toEqual([0, 0, 1]);
});

test('padding changes nothing, whatever it holds and on whichever side it is', () => {
  const tokens = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  const padding = [NaN, Infinity, 9, 9];
  const expected = numbers(gaussianPooling(tokens, 2));
  const padded = Float32Array.from([...tokens, ...padding]);
  expect(numbers(gaussianPooling(padded, 2, [1, 1, 1, 1, 0, 0]))).toEqual(expected);
  expect(numbers(gaussianPooling(Float32Array.from([...padding, ...tokens]), 2, [0, 0, 1, 1, 1, 1]))).toEqual(
    expected,
  );
});

test.each([
  ['no tokens', () => gaussianPooling(new Float32Array(0), 4), /no tokens to pool/],
  ['all masked', () => gaussianPooling(new Float32Array(8), 4, [0, 0]), /no tokens to pool/],
  ['a wrong dimension', () => gaussianPooling(new Float32Array(7), 4), /7 floats are no rows of 4/],
  ['a wrong mask', () => gaussianPooling(new Float32Array(8), 4, [1]), /1 entries for 2 tokens/],
  ['not a number', () => gaussianPooling(Float32Array.of(1, NaN), 2), /NaN or infinity/],
])('refuses %s', (_, pool, message) => {
  expect(pool).toThrow(message);
});

test('8,192 tokens of 1,024 dimensions are pooled in a small multiple of the time of reading them', () => {
  const tokens = Float32Array.from({ length: 8192 * 1024 }, (_, at) => ((at * 7919) % 1000) / 1000 - 0.5);
  const pool = () => void gaussianPooling(tokens, 1024);
  const read = () => {
    let sum = 0;
    for (let at = 0; at < tokens.length; at += 1) sum += tokens[at] ?? 0;
    expect(sum).not.toBeNaN();
  };
  const least = (work: () => void) => Math.min(...Array.from({ length: 6 }, () => timed(work)));
  // Five on an idle machine.
  expect(least(pool) / least(read)).toBeLessThan(30);
});
