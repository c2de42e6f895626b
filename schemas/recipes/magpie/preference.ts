import { z } from 'zod';
import { preferenceShape, promptShape } from '../../kinds/preference.ts';
import { column } from '../../table/meaning.ts';
import { rowStage } from '../../table/stage.ts';
import { SelectionSchema } from './filters.ts';
import { PreQuerySchema } from './pre-query.ts';

/** One of an instruction's answers; null where it could not be had. */
const CandidateSchema = z.object({ response: z.string().nullable(), reward: z.number().nullable() });

const settings = {
  /** Section 4.1: answers of each instruction, k = 5. */
  candidates: z.int().min(2).max(64).default(5),
  /** Answers that must have been had; failed ones take no part. */
  atLeast: z.int().min(2).max(64).default(2),
  /** By how much the best reward is above the worst at least; equal ones make no preference. */
  minGap: z.number().nonnegative().default(0),
  /** Tries of each answer. */
  attempts: z.int().positive().max(20).default(3),
};
const enough = ({ candidates, atLeast }: { candidates: number; atLeast: number }) => atLeast <= candidates;
const tooMany = { path: ['atLeast'], error: 'must not be above candidates' };

/** Section 2.2: a dataset `<name>-preference` of good instructions of many categories. */
export const PreferenceSchema = z
  .strictObject({ ...settings, select: SelectionSchema.prefault({}) })
  .refine(enough, tooMany);

/**
 * Section 2.2: several answers to an instruction, all rated; the best is chosen, the worst rejected. Of equally good ones
 * the first is the best, of equally bad ones the last is the worst; where the best is no better than the worst there is no
 * preference.
 */
export const preferBest = rowStage({
  name: 'prefer-best',
  version: 1,
  title: 'Sample answers and take the best and the worst',
  role: ['sampler', 'reward'],
  filters: ['no difference'],
  needs: { instruction: z.string() },
  adds: {
    ...promptShape,
    ...preferenceShape,
    candidates: column(z.array(CandidateSchema), { about: 'All answers with their rewards' }),
  },
  params: z.strictObject({ ...settings, beginOfText: PreQuerySchema.shape.beginOfText }),
});
