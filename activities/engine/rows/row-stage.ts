import type { z } from 'zod';
import type { AnyRowStage, RowStage } from '../../../schemas/table/stage.ts';
import { Opened, type Opening, type Resources } from '../build/resources.ts';
import { Rejection } from './outcome.ts';
import type { RowContext } from './row-context.ts';

type Columns = Readonly<Record<string, unknown>>;

/** The columns that a stage adds; a list where one row gives several; or the reason why it gives none. */
export type Outcome<Added> = Added | Added[] | Rejection;

/** A row stage with its function, as the engine runs it: rows go in as they were read and come out checked. */
export interface ImplementedRowStage {
  readonly stage: AnyRowStage;
  /** Reads the parameters and opens what the rows share; the result takes one row. */
  prepare(
    params: unknown,
    resources: Resources,
  ): Promise<(row: Columns, context: RowContext) => Promise<Columns[] | Rejection>>;
}

/** What the function of a stage's rows may use. `opened` is what the stage's `open` gave. */
export type RunContext<P extends z.ZodType, X> = RowContext & {
  readonly params: z.output<P>;
  readonly opened: X;
};

/** The function of a stage's rows. */
export type RunRow<N extends z.ZodObject, A extends z.ZodObject, P extends z.ZodType, X> = (
  row: z.output<N>,
  context: RunContext<P, X>,
) => Returned<A>;
type Returned<A extends z.ZodObject> = Outcome<z.input<A>> | Promise<Outcome<z.input<A>>>;

/**
 * The function of a stage's rows where it gives the stage's columns; else what is wrong with these, so that the compiler
 * says it in one line. `Gives` is by default what the stage adds, so that a literal such as `role: 'user'` in what the
 * function returns is read as the column's type, and not as any text.
 */
type Giving<N extends z.ZodObject, A extends z.ZodObject, P extends z.ZodType, X, Gives> = [
  Awaited<Gives>,
] extends [Outcome<z.input<A>>]
  ? (row: z.output<N>, context: RunContext<P, X>) => Gives
  : [Misgiven<Awaited<Gives>, z.input<A>>] extends [never]
    ? RunRow<N, A, P, X>
    : Misgiven<Awaited<Gives>, z.input<A>>;

/** The columns that are missing or of another type in what a function gives. */
type Misgiven<Gives, Added> = Gives extends Rejection
  ? never
  : Gives extends readonly (infer Each)[]
    ? Misgiven<Each, Added>
    : {
        [Name in keyof Added & string]-?: Name extends keyof Gives
          ? Gives[Name] extends Added[Name]
            ? never
            : `the column "${Name}" is given as another type`
          : undefined extends Added[Name]
            ? never
            : `the column "${Name}" is not given`;
      }[keyof Added & string];

/** Joins a stage's signature with the function of its rows. */
export function implement<
  N extends z.ZodObject,
  A extends z.ZodObject,
  P extends z.ZodType,
  Gives = Returned<A>,
>(stage: RowStage<N, A, P>, run: Giving<N, A, P, undefined, Gives>): ImplementedRowStage;
export function implement<
  N extends z.ZodObject,
  A extends z.ZodObject,
  P extends z.ZodType,
  X,
  Gives = Returned<A>,
>(stage: RowStage<N, A, P>, run: Giving<N, A, P, X, Gives>, opening: Opening<P, X>): ImplementedRowStage;
export function implement<N extends z.ZodObject, A extends z.ZodObject, P extends z.ZodType, X>(
  ...[stage, run, opening]:
    | [stage: RowStage<N, A, P>, run: RunRow<N, A, P, undefined>, opening?: undefined]
    | [stage: RowStage<N, A, P>, run: RunRow<N, A, P, X>, opening: Opening<P, X>]
): ImplementedRowStage {
  return opening === undefined
    ? joined(stage, run, { open: () => Promise.resolve(undefined) })
    : joined(stage, run, opening);
}

function joined<N extends z.ZodObject, A extends z.ZodObject, P extends z.ZodType, X>(
  stage: RowStage<N, A, P>,
  run: RunRow<N, A, P, X>,
  { open }: Opening<P, X>,
): ImplementedRowStage {
  const shared = new Opened<X>();
  return {
    stage,
    async prepare(given, resources) {
      const params = stage.params.parse(given);
      const opened = await shared.get(given, resources, () => open(params, resources));
      return async (row, context) => {
        const outcome = await run(stage.needs.parse(row), { ...context, params, opened });
        if (outcome instanceof Rejection) return outcome;
        const added = Array.isArray(outcome) ? outcome : [outcome];
        return added.map((columns) => stage.adds.parse(columns));
      };
    },
  };
}

/**
 * A stage under another name (`RowStage.as`): rows come to the function with the columns that it knows, and what it adds
 * gets the names that the recipe chose.
 */
export function implementedAs(implemented: ImplementedRowStage, stage: AnyRowStage): ImplementedRowStage {
  const names = Object.entries(stage.of?.columns ?? {});
  return {
    stage,
    async prepare(given, resources) {
      const run = await implemented.prepare(given, resources);
      return async (row, context) => {
        const outcome = await run({ ...row, ...picked(row, names) }, context);
        return outcome instanceof Rejection ? outcome : outcome.map((added) => renamedTo(added, names));
      };
    },
  };
}

function picked(row: Columns, names: readonly (readonly [string, string])[]): Columns {
  return Object.fromEntries(names.flatMap(([name, now]) => (now in row ? [[name, row[now]]] : [])));
}

function renamedTo(added: Columns, names: readonly (readonly [string, string])[]): Columns {
  const others = new Map(names);
  return Object.fromEntries(Object.entries(added).map(([name, value]) => [others.get(name) ?? name, value]));
}
