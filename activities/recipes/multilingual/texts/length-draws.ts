import type { Length } from '../../../../schemas/recipes/multilingual/lengths.ts';
import { drawOf } from '../../common/draws.ts';

/**
 * Lengths with a mean and a standard deviation, one after the other. Log-normal: the deviations of Table 2 are above
 * the means, which no symmetric distribution of positive lengths has.
 */
export function lengthDraws({ mean, sd }: Length, ...key: readonly (string | number)[]): () => number {
  const variance = Math.log(1 + (sd / mean) ** 2);
  const middle = Math.log(mean) - variance / 2;
  let drawn = 0;
  return () => {
    drawn += 1;
    const radius = Math.sqrt(-2 * Math.log(1 - drawOf(...key, drawn, 'radius')));
    const normal = radius * Math.cos(2 * Math.PI * drawOf(...key, drawn, 'angle'));
    return Math.exp(middle + Math.sqrt(variance) * normal);
  };
}
