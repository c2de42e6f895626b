import type { z } from 'zod';
import type { AnyRowStage, RowStage } from '../../schemas/stage.ts';
import { Rejection } from './outcome.ts';
import type { RowContext } from './row-context.ts';

type Columns = Readonly<Record<string, unknown>>;

/** The columns that a stage adds; a list where one row gives several; or the reason why it gives none. */
export type Outcome<Added> = Added | Added[] | Rejection;

/** A row stage with its function, as the engine runs it: rows go in as they were read and come out checked. */
export interface ImplementedRowStage {
  readonly stage: AnyRowStage;
  /** Reads the parameters once; the result takes one row. */
  prepare(params: unknown): (row: Columns, context: RowContext) => Promise<Columns[] | Rejection>;
}

/** Joins a stage's signature with the function of its rows. */
export function implement<N extends z.ZodObject, A extends z.ZodObject, P extends z.ZodType>(
  stage: RowStage<N, A, P>,
  run: (
    row: z.output<N>,
    context: RowContext & { readonly params: z.output<P> },
  ) => Outcome<z.input<A>> | Promise<Outcome<z.input<A>>>,
): ImplementedRowStage {
  return {
    stage,
    prepare(given) {
      const params = stage.params.parse(given);
      return async (row, context) => {
        const outcome = await run(stage.needs.parse(row), { ...context, params });
        if (outcome instanceof Rejection) return outcome;
        const added = Array.isArray(outcome) ? outcome : [outcome];
        return added.map((columns) => stage.adds.parse(columns));
      };
    },
  };
}
