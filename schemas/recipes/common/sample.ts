import { z } from 'zod';
import { setStage } from '../../table/stage.ts';

/**
 * A uniform sample of at most `size` rows: those whose ids come first in an order drawn by the build's seed. Two
 * tables of the same ids give the same sample, so that arms of a comparison answer the same instructions.
 */
export const sample = setStage({
  name: 'sample',
  version: 1,
  title: 'Sample',
  needs: {},
  params: z.strictObject({ size: z.int().positive() }),
});
