import { z } from 'zod';
import { setStage } from '../../table/stage.ts';

/**
 * At most `size` rows that are spread evenly over their strata: a stratum with fewer rows than its share gives all, and
 * the others have what it leaves. Examples of `null` are drawn by themselves, so that they are `nulls` of the rows that
 * stay; where there are fewer of them, the others take their places. Within a stratum the build's seed draws.
 */
export const stratify = setStage({
  name: 'stratify',
  version: 1,
  title: 'Draw from strata',
  filters: ['enough of its stratum', 'enough examples of null'],
  needs: { stratum: z.string(), is_null: z.boolean() },
  params: z.strictObject({ size: z.int().positive(), nulls: z.number().min(0).lt(1) }),
});
