/** How many kinds were met so many times. */
export interface Uses {
  readonly uses: number;
  readonly kinds: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** y = factor * x^exponent. */
export interface PowerLaw {
  readonly factor: number;
  readonly exponent: number;
  /** Share of the variance of ln y that the line explains. */
  readonly r2: number;
}

const points = 24;
/** Powers of ten below the whole over which the curve is followed: what it does at the end is what it will go on to do. */
const decades = 2;

/**
 * Kinds expected among x of all draws, for x spaced evenly in ln x over the last two powers of ten: if each draw were
 * kept with probability x / all, a kind met n times would be there with probability 1 - (1 - x / all)^n. Exact, the same
 * in any order of the draws, and from the counts alone.
 */
export function growthOf(uses: readonly Uses[], all: number): Point[] {
  const first = Math.max(1, all / 10 ** decades);
  const step = Math.log(all / first) / (points - 1);
  const xs = Array.from({ length: points }, (_, at) => Math.round(first * Math.exp(step * at)));
  return [...new Set(xs)].map((x) => {
    const missed = Math.log1p(-x / all);
    // 0 * -Infinity where all are drawn: every kind is there.
    const expected = ({ uses: n, kinds }: Uses) => (x >= all ? kinds : -kinds * Math.expm1(n * missed));
    return { x, y: uses.reduce((sum, each) => sum + expected(each), 0) };
  });
}

/** Least squares of ln y on ln x. Undefined for fewer than three points, or where y does not vary. */
export function powerLawOf(curve: readonly Point[]): PowerLaw | undefined {
  if (curve.length < 3) return undefined;
  const logs = curve.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
  const mean = (of: 'x' | 'y') => logs.reduce((sum, point) => sum + point[of], 0) / logs.length;
  const [x, y] = [mean('x'), mean('y')];
  const sum = (of: (dx: number, dy: number) => number) =>
    logs.reduce((total, point) => total + of(point.x - x, point.y - y), 0);
  const [xx, xy, yy] = [sum((dx) => dx * dx), sum((dx, dy) => dx * dy), sum((_, dy) => dy * dy)];
  // Rounding leaves a trace of variance where there is none.
  if (Math.min(xx, yy) < 1e-12) return undefined;
  const exponent = xy / xx;
  return { factor: Math.exp(y - exponent * x), exponent, r2: (xy * xy) / (xx * yy) };
}
