import { z } from 'zod';
import type { Json } from '../json.ts';
import { own } from '../own.ts';
import type { RowShape } from './column.ts';

/** What of a stage is called otherwise where it is used a second time: its columns, by their names in the stage itself. */
export type Renames = Readonly<Record<string, string>>;
/** All columns keep their names. */
type NoRenames = Readonly<{ id: 'id' }>;

/** A shape with some columns under other names. */
type Renamed<Shape extends z.ZodRawShape, Names extends Renames> = {
  [Name in keyof Shape as Name extends keyof Names ? Names[Name] : Name]: Shape[Name];
};

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
  /**
   * The role that the stage asks, if it asks a model; or several, of which the first is asked unless it says another.
   * `teachers.{teacher}` is the role of the set `teachers` that the stage's parameter `teacher` names.
   */
  readonly role?: string | readonly [string, ...string[]];
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
   * Columns that it adds as labels: null says that the model's answer could not be used, and the row stays. Their nulls
   * are counted, told, and bounded by `labels.maxUnusable` of the config.
   */
  readonly labels?: readonly string[];
  /**
   * Parameters that are no part of the stage's digest: what they decide is settled with the row that they were first
   * used for, and stays as it is when they change.
   */
  readonly unaddressed?: readonly string[];
  /** The stage whose function it has, where it is that stage under another name (see `as`). */
  readonly of?: { readonly name: string; readonly columns: Renames };
  readonly needs: Needs;
  readonly adds: Adds;
  readonly params: Params;
  /**
   * The stage under another name, for a recipe that goes through it twice: with a role of its own, and with `columns`
   * that it reads and adds under other names. List it among the recipe's stages.
   */
  as<const Names extends Renames = NoRenames>(
    name: string,
    other?: {
      readonly title?: string;
      readonly role?: string | readonly [string, ...string[]];
      readonly columns?: Names;
    },
  ): RowStage<
    z.ZodObject<Renamed<Needs['shape'], Names>>,
    z.ZodObject<Renamed<Adds['shape'], Names>>,
    Params
  >;
}

const parameter = /\{(\w+)\}/g;

/** The roles that a stage asks with these parameters, the first one first. */
export function rolesAsked(stage: Pick<AnyRowStage, 'role'>, params?: Json): readonly string[] {
  const given: Readonly<Record<string, Json>> =
    typeof params === 'object' && params !== null && !Array.isArray(params) ? params : {};
  return rolesNamed(stage).map((role) =>
    role.replace(parameter, (_, name: string) => {
      const value = own(given, name);
      if (typeof value === 'string') return value;
      throw new TypeError(`the role ${role} wants the stage's parameter "${name}", which is no text`);
    }),
  );
}

/** Whether a stage asks a role, with some parameters or other. */
export function mayAsk(stage: Pick<AnyRowStage, 'role'>, role: string): boolean {
  return rolesNamed(stage).some((named) => {
    const [set = '', ...rest] = named.split(parameter);
    return rest.length === 0 ? named === role : role.startsWith(set);
  });
}

function rolesNamed({ role }: Pick<AnyRowStage, 'role'>): readonly string[] {
  return role === undefined ? [] : typeof role === 'string' ? [role] : role;
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
  /** True for a group stage: rows of a group become one row, and are counted as merged, not as rejects. */
  readonly merges?: true;
  /**
   * True where the rows that stay get ids of their own, such as a hash of a text of which each is the only one left: what
   * is asked of a row is then asked once, whichever of equal rows stayed. What it chooses gives them as `becomes`.
   */
  readonly renames?: true;
  /** Columns of the tables that it reads beside its input, each a view of this name. */
  readonly beside?: Readonly<Record<string, RowShape>>;
  readonly needs: Needs;
  readonly adds: Adds;
  readonly params: Params;
}

export type AnyRowStage = RowStage<z.ZodObject, z.ZodObject, z.ZodType>;
export type AnySetStage = SetStage<z.ZodObject, z.ZodObject, z.ZodType>;
export type AnyStage = AnyRowStage | AnySetStage;

type Described<Stage, Shapes extends string> = Omit<Stage, 'kind' | 'of' | 'as' | Shapes>;

/** Signature of a row stage; `needs` and `adds` are given as plain shapes. */
export function rowStage<N extends RowShape, A extends RowShape, P extends z.ZodType>(
  stage: Described<AnyRowStage, 'needs' | 'adds' | 'params' | 'labels'> & {
    needs: N;
    adds: A;
    params: P;
    labels?: readonly (keyof A & string)[];
  },
): RowStage<z.ZodObject<N>, z.ZodObject<A>, P> {
  const { needs, adds, ...rest } = stage;
  return signature({ ...rest, needs: z.object(needs), adds: z.object(adds) });
}

function signature<N extends z.ZodObject, A extends z.ZodObject, P extends z.ZodType>(
  stage: Omit<RowStage<N, A, P>, 'kind' | 'as'>,
): RowStage<N, A, P> {
  return {
    kind: 'row',
    ...stage,
    as(name, { title = stage.title, role = stage.role, columns } = {}) {
      return signature({
        ...stage,
        name,
        title,
        ...(role === undefined ? {} : { role }),
        ...(stage.labels === undefined
          ? {}
          : { labels: stage.labels.map((each) => columns?.[each] ?? each) }),
        of: { name: stage.of?.name ?? stage.name, columns: composed(stage.of?.columns, columns) },
        needs: renamed(stage.needs, columns),
        adds: renamed(stage.adds, columns),
      });
    },
  };
}

/** Names of names: what was renamed before is known by its newer name. */
function composed(before: Renames = {}, after: Renames = {}): Renames {
  const twice = Object.entries(before).map(([name, now]) => [name, after[now] ?? now] as const);
  const once = Object.entries(after).filter(([name]) => !Object.values(before).includes(name));
  return Object.fromEntries([...twice, ...once]);
}

function renamed<Named extends z.ZodObject, Names extends Renames>(
  object: Named,
  names: Names | undefined,
): z.ZodObject<Renamed<Named['shape'], Names>>;
function renamed(object: z.ZodObject, names: Renames = {}): z.ZodObject {
  return z.object(
    Object.fromEntries(Object.entries(object.shape).map(([name, type]) => [names[name] ?? name, type])),
  );
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
