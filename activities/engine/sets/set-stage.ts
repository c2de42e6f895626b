import type { z } from 'zod';
import type { RowOf, RowShape } from '../../../schemas/table/column.ts';
import type { AnySetStage, SetStage } from '../../../schemas/table/stage.ts';
import type { FloatLists } from '../../parquet/float-lists.ts';
import { Opened, type Opening, type Resources } from '../build/resources.ts';

type Columns = Readonly<Record<string, unknown>>;

/** SQL over the view `input` that says which rows stay. */
export interface Choice {
  /**
   * Gives `id` and the columns that the stage adds, once for each row that stays; and `becomes`, the row's new id, where
   * the stage `renames`.
   */
  readonly keep: string;
  /** The reason that the other rows are rejected with, but for those that `why` names. */
  readonly otherwise: string;
  /**
   * Gives `id`, `reason` and `detail` (text or null) of rows that do not stay, each at most once. It may read what
   * `keep` gave as `chosen`.
   */
  readonly why?: string;
}

/** SQL over the view `input` that makes one row of each group. */
export interface Grouping extends Choice {
  /** Gives `id` and the columns that the stage adds, once a group: the id of one of its rows, whose other columns stay. */
  readonly keep: string;
  /** Gives `id` of every other row of the groups, and as `becomes` the id that its group has. It may read `chosen`. */
  readonly merged: string;
}

/** What is decided of a row: the columns that the stage adds, or the reason of its reject. */
export type Verdict<Added> =
  | ({ readonly id: string; readonly reject?: never } & Added)
  | { readonly id: string; readonly reject: string; readonly detail?: string | number };

/** Rows that are decided one after the other, without the whole table in memory. */
export interface StreamedChoice<Shape extends RowShape, Added> {
  /**
   * SQL over the view `input` with an ORDER BY: the rows in the order in which they are decided, with the stage's
   * columns. Leave long texts out: what does not fit in memory is sorted on disk.
   */
  readonly read: string;
  /** Gives one verdict of every row, in any order. */
  readonly decide: (rows: AsyncIterable<RowOf<Shape>>) => AsyncIterable<Verdict<Added>>;
}

/** Runs SQL over `input` and gives its rows one after the other. */
export type ReadRows = <Shape extends RowShape>(sql: string, columns: Shape) => AsyncIterable<RowOf<Shape>>;

/** What a set stage reads of the view `input`, one query after the other. */
export interface TableReader {
  readonly rows: ReadRows;
  /** Runs SQL that gives `id` and `numbers`, a list of numbers each, and gives them as typed arrays, some thousand rows at a time. */
  readonly vectors: (sql: string) => AsyncIterable<FloatLists>;
}

export interface ChosenBySql {
  readonly kind: 'sql';
  readonly stage: AnySetStage;
  readonly choose: (params: unknown, seed: number, resources: Resources) => Promise<Choice | Grouping>;
}

export interface ChosenInOrder {
  readonly kind: 'stream';
  readonly stage: AnySetStage;
  readonly verdicts: (
    params: unknown,
    seed: number,
    resources: Resources,
    table: TableReader,
  ) => Promise<AsyncIterable<Verdict<Columns>>>;
}

/** A set stage with what decides its rows, as the engine runs it. */
export type ImplementedSetStage = ChosenBySql | ChosenInOrder;

/** Makes of a set stage's parameters what decides its rows. `opened` is what the stage's `open` gave. */
export type Choose<P extends z.ZodType, X, Made> = (params: z.output<P>, seed: number, opened: X) => Made;

/** Joins a set stage's signature with its SQL. */
export function implementSet<N extends z.ZodObject, A extends z.ZodObject, P extends z.ZodType>(
  stage: SetStage<N, A, P>,
  choose: Choose<P, undefined, Choice>,
): ImplementedSetStage;
export function implementSet<N extends z.ZodObject, A extends z.ZodObject, P extends z.ZodType, X>(
  stage: SetStage<N, A, P>,
  choose: Choose<P, X, Choice>,
  opening: Opening<P, X>,
): ImplementedSetStage;
export function implementSet<N extends z.ZodObject, A extends z.ZodObject, P extends z.ZodType, X>(
  stage: SetStage<N, A, P>,
  choose: Choose<P, X | undefined, Choice>,
  opening?: Opening<P, X>,
): ImplementedSetStage {
  return { kind: 'sql', stage, choose: prepared(stage, choose, opening) };
}

/** Joins the signature of a group stage with the SQL that makes one row of several. */
export function implementGroup<N extends z.ZodObject, A extends z.ZodObject, P extends z.ZodType>(
  stage: SetStage<N, A, P>,
  group: Choose<P, undefined, Grouping>,
): ImplementedSetStage;
export function implementGroup<N extends z.ZodObject, A extends z.ZodObject, P extends z.ZodType, X>(
  stage: SetStage<N, A, P>,
  group: Choose<P, X, Grouping>,
  opening: Opening<P, X>,
): ImplementedSetStage;
export function implementGroup<N extends z.ZodObject, A extends z.ZodObject, P extends z.ZodType, X>(
  stage: SetStage<N, A, P>,
  group: Choose<P, X | undefined, Grouping>,
  opening?: Opening<P, X>,
): ImplementedSetStage {
  if (stage.merges !== true)
    throw new TypeError(
      `the stage ${stage.name} merges rows and does not say so in its signature (merges: true)`,
    );
  return { kind: 'sql', stage, choose: prepared(stage, group, opening) };
}

/**
 * Joins a set stage's signature with a function that decides row by row, in an order of its own. `columns` are those that
 * its SQL gives it.
 */
export function implementStreamingSet<
  N extends z.ZodObject,
  A extends z.ZodObject,
  P extends z.ZodType,
  Shape extends RowShape,
>(
  stage: SetStage<N, A, P>,
  columns: Shape,
  choose: Choose<P, undefined, StreamedChoice<Shape, RowOf<A['shape']>>>,
): ImplementedSetStage;
export function implementStreamingSet<
  N extends z.ZodObject,
  A extends z.ZodObject,
  P extends z.ZodType,
  Shape extends RowShape,
  X,
>(
  stage: SetStage<N, A, P>,
  columns: Shape,
  choose: Choose<P, X, StreamedChoice<Shape, RowOf<A['shape']>>>,
  opening: Opening<P, X>,
): ImplementedSetStage;
export function implementStreamingSet<
  N extends z.ZodObject,
  A extends z.ZodObject,
  P extends z.ZodType,
  Shape extends RowShape,
  X,
>(
  stage: SetStage<N, A, P>,
  columns: Shape,
  choose: Choose<P, X | undefined, StreamedChoice<Shape, RowOf<A['shape']>>>,
  opening?: Opening<P, X>,
): ImplementedSetStage {
  const prepare = prepared(stage, choose, opening);
  return {
    kind: 'stream',
    stage,
    async verdicts(params, seed, resources, table) {
      const { read, decide } = await prepare(params, seed, resources);
      return decide(table.rows(read, columns));
    },
  };
}

/** Gives one verdict of every row of a table, in any order. The signal ends with the attempt. */
export type DecideTable<Added> = (table: TableReader, signal: AbortSignal) => AsyncIterable<Verdict<Added>>;

/** Joins a set stage's signature with a function that reads the table itself: more than once, or its vectors. */
export function implementReadingSet<N extends z.ZodObject, A extends z.ZodObject, P extends z.ZodType>(
  stage: SetStage<N, A, P>,
  choose: Choose<P, undefined, DecideTable<RowOf<A['shape']>>>,
): ImplementedSetStage;
export function implementReadingSet<N extends z.ZodObject, A extends z.ZodObject, P extends z.ZodType, X>(
  stage: SetStage<N, A, P>,
  choose: Choose<P, X, DecideTable<RowOf<A['shape']>>>,
  opening: Opening<P, X>,
): ImplementedSetStage;
export function implementReadingSet<N extends z.ZodObject, A extends z.ZodObject, P extends z.ZodType, X>(
  stage: SetStage<N, A, P>,
  choose: Choose<P, X | undefined, DecideTable<RowOf<A['shape']>>>,
  opening?: Opening<P, X>,
): ImplementedSetStage {
  const prepare = prepared(stage, choose, opening);
  return {
    kind: 'stream',
    stage,
    async verdicts(params, seed, resources, table) {
      const decide = await prepare(params, seed, resources);
      return decide(table, resources.signal);
    },
  };
}

/** Reads the parameters and opens what the stage works with, where it opens anything, before it chooses. */
function prepared<N extends z.ZodObject, A extends z.ZodObject, P extends z.ZodType, X, Made>(
  stage: SetStage<N, A, P>,
  choose: Choose<P, X | undefined, Made>,
  opening: Opening<P, X> | undefined,
): (params: unknown, seed: number, resources: Resources) => Promise<Made> {
  const shared = new Opened<X>();
  return async (given, seed, resources) => {
    const params = stage.params.parse(given);
    const opened =
      opening === undefined
        ? undefined
        : await shared.get(given, resources, () => opening.open(params, resources));
    return choose(params, seed, opened);
  };
}
