import type { z } from 'zod';
import type { AnySetStage, SetStage } from '../../schemas/stage.ts';

/** SQL over the view `input`: the ids that stay, and the reason that the other rows are rejected with. */
export interface Choice {
  readonly keep: string;
  readonly otherwise: string;
}

export interface ImplementedSetStage {
  readonly stage: AnySetStage;
  readonly choose: (params: unknown, seed: number) => Choice;
}

/** Joins a set stage's signature with its SQL. */
export function implementSet<N extends z.ZodObject, P extends z.ZodType>(
  stage: SetStage<N, P>,
  choose: (params: z.output<P>, seed: number) => Choice,
): ImplementedSetStage {
  return { stage, choose: (params, seed) => choose(stage.params.parse(params), seed) };
}
