import { expect, test } from 'vitest';
import { growthOf, powerLawOf } from '../../../activities/recipes/fine-instructions/analysis/growth.ts';

test('as many as all draws where each is of another kind, and all kinds at the end', () => {
  const each = growthOf([{ uses: 1, kinds: 5000 }], 5000);
  for (const { x, y } of each) expect(y).toBeCloseTo(x, 6);
  const curve = growthOf(
    [
      { uses: 1, kinds: 10 },
      { uses: 1000, kinds: 3 },
    ],
    3010,
  );
  expect(curve[0]?.x).toBe(30);
  expect(curve.at(-1)).toEqual({ x: 3010, y: 13 });
  // A kind of a third of the draws is in thirty of them, but for a chance of e^-10.
  expect(curve[0]?.y).toBeCloseTo(3 + 10 * (30 / 3010), 3);
});

test('what is expected is what samples have on average', () => {
  const uses = [
    { uses: 1, kinds: 40 },
    { uses: 3, kinds: 20 },
    { uses: 25, kinds: 4 },
  ];
  const all = 200;
  const draws = uses.flatMap(({ uses: n, kinds }, group) =>
    Array.from({ length: n * kinds }, (_, at) => `${group}-${at % kinds}`),
  );
  let state = 7;
  const next = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  for (const { x, y } of growthOf(uses, all).filter((_, at) => at % 6 === 0)) {
    const rounds = 2000;
    let sum = 0;
    for (let round = 0; round < rounds; round += 1) sum += new Set(draws.filter(() => next() < x / all)).size;
    expect(Math.abs(sum / rounds - y)).toBeLessThan(0.4);
  }
});

test('a power law is found again, with r² of 1; another curve has less', () => {
  const xs = [1, 10, 100, 1000, 10_000];
  const law = powerLawOf(xs.map((x) => ({ x, y: 16_891 * x ** 0.24 })));
  expect(law?.factor).toBeCloseTo(16_891, 3);
  expect(law?.exponent).toBeCloseTo(0.24, 9);
  expect(law?.r2).toBeCloseTo(1, 9);
  // ln y = 0, 1, 1 at ln x = 0, 1, 2: slope 1/2, r² = 3/4.
  const e = Math.E;
  const bent = powerLawOf([
    { x: 1, y: 1 },
    { x: e, y: e },
    { x: e * e, y: e },
  ]);
  expect(bent?.exponent).toBeCloseTo(0.5, 9);
  expect(bent?.r2).toBeCloseTo(0.75, 9);
  expect(powerLawOf([{ x: 1, y: 1 }])).toBeUndefined();
  expect(powerLawOf(xs.map((x) => ({ x, y: 7 })))).toBeUndefined();
});
