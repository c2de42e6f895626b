import { z } from 'zod';
import type { RowShape } from './column.ts';

/**
 * A stage's signature: what workflows see of it. Its rows' function lives in activities/recipes under the same name.
 * `needs` are columns that the input must have, `adds` are columns that the output has besides all of the input's.
 */
export interface RowStage<Needs extends z.ZodObject, Adds extends z.ZodObject, Params extends z.ZodType> {
  readonly kind: 'row';
  readonly name: string;
  /** Version of the stage's code; raise it when the same answers must be parsed or rejected differently. */
  readonly version: number;
  readonly title: string;
  /** The role that the stage asks, if it asks a model. */
  readonly role?: string;
  /**
   * Prompt files that it fills, by name, with the slots that each must have; `any` for a prompt that users bring. A name
   * such as `generate-*` means all files of such names, the recipe's and those in the user's folder.
   */
  readonly prompts?: Readonly<Record<string, readonly string[] | 'any'>>;
  /** True when it counts tokens, so that another tokenizer gives another table. */
  readonly countsTokens?: true;
  /** Reasons of rejects that are the stage's purpose: these do not count towards the limit on rejects. */
  readonly filters?: readonly string[];
  /**
   * Parameters that are no part of the stage's digest: what they decide is settled with the row that they were first
   * used for, and stays as it is when they change.
   */
  readonly unaddressed?: readonly string[];
  readonly needs: Needs;
  readonly adds: Adds;
  readonly params: Params;
}

/**
 * A stage that needs its whole input table: it keeps some of the rows, each with the columns of `adds` besides its own,
 * and rejects the others. Its SQL on DuckDB lives in activities/recipes under the same name.
 */
export interface SetStage<Needs extends z.ZodObject, Adds extends z.ZodObject, Params extends z.ZodType> {
  readonly kind: 'set';
  readonly name: string;
  readonly version: number;
  readonly title: string;
  /** Reasons of rejects that are the stage's purpose, as told in cards and reports. */
  readonly filters?: readonly string[];
  readonly needs: Needs;
  readonly adds: Adds;
  readonly params: Params;
}

export type AnyRowStage = RowStage<z.ZodObject, z.ZodObject, z.ZodType>;
export type AnySetStage = SetStage<z.ZodObject, z.ZodObject, z.ZodType>;
export type AnyStage = AnyRowStage | AnySetStage;

type Described<Stage, Shapes extends string> = Omit<Stage, 'kind' | Shapes>;

/** Signature of a row stage; `needs` and `adds` are given as plain shapes. */
export function rowStage<N extends RowShape, A extends RowShape, P extends z.ZodType>(
  stage: Described<AnyRowStage, 'needs' | 'adds' | 'params'> & { needs: N; adds: A; params: P },
): RowStage<z.ZodObject<N>, z.ZodObject<A>, P> {
  return { kind: 'row', ...stage, needs: z.object(stage.needs), adds: z.object(stage.adds) };
}

const noColumns = z.object({});
type DescribedSet = Described<AnySetStage, 'needs' | 'adds' | 'params'>;

/** Signature of a set stage; without `adds` it only chooses. */
export function setStage<N extends RowShape, P extends z.ZodType>(
  stage: DescribedSet & { needs: N; params: P },
): SetStage<z.ZodObject<N>, typeof noColumns, P>;
export function setStage<N extends RowShape, A extends RowShape, P extends z.ZodType>(
  stage: DescribedSet & { needs: N; adds: A; params: P },
): SetStage<z.ZodObject<N>, z.ZodObject<A>, P>;
export function setStage(
  stage: DescribedSet & { needs: RowShape; adds?: RowShape; params: z.ZodType },
): AnySetStage {
  return {
    kind: 'set',
    ...stage,
    needs: z.object(stage.needs),
    adds: stage.adds === undefined ? noColumns : z.object(stage.adds),
  };
}
