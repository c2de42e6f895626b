import type { Role, Sampling } from '../../../schemas/inference/role.ts';
import { seedOf } from '../../digest.ts';

/** What seeds are drawn from: 31 bits. */
const draws = 2 ** 31;

/**
 * How a role is sampled for a row. Of several samplings the row's id and the build's seed choose by their shares, so that
 * a row keeps its sampling in every build.
 */
export function samplingOf(
  { sampling, samplings }: Role,
  buildSeed: number,
  role: string,
  id: string,
): Pick<Sampling, 'temperature' | 'topP'> {
  if (samplings === undefined) return sampling;
  const whole = samplings.reduce((sum, { share }) => sum + share, 0);
  let left = (seedOf(buildSeed, 'sampling', role, id) / draws) * whole;
  for (const each of samplings) {
    left -= each.share;
    if (left < 0) return each;
  }
  return samplings.at(-1) ?? sampling;
}
