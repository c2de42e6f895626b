import { z } from 'zod';
import { ColumnNoteSchema, noteOf, type ColumnNote } from './meaning.ts';

/** A table's shape: named columns, each a zod type. Every table has a string column `id`. */
export type RowShape = Readonly<Record<string, z.ZodType>>;

/** The row that a shape describes. */
export type RowOf<Shape extends RowShape> = { [Name in keyof Shape]: z.output<Shape[Name]> };

/** DuckDB's names of the types that a column can have. A closed list, since they are written into SQL. */
export const ColumnTypeSchema = z.enum([
  'VARCHAR',
  'BOOLEAN',
  'BIGINT',
  'DOUBLE',
  'FLOAT',
  'VARCHAR[]',
  'BOOLEAN[]',
  'BIGINT[]',
  'DOUBLE[]',
  'FLOAT[]',
]);
export type ColumnType = z.infer<typeof ColumnTypeSchema>;

/** One Parquet column. `json` columns are VARCHAR holding JSON text. */
export const ColumnSchema = z.object({
  ...ColumnNoteSchema.shape,
  name: z.string().regex(/^[a-z][a-z0-9_]*$/, 'a column name is lower_snake_case'),
  type: ColumnTypeSchema,
  nullable: z.boolean(),
  json: z.boolean(),
});
export type Column = z.infer<typeof ColumnSchema>;

/** Parquet columns of a shape, in its order. Throws on a bad name and on a zod type that has no column type. */
export function columnsOf(shape: RowShape): Column[] {
  return Object.entries(shape).map(([name, type]) => {
    try {
      const { inner, nullable, note } = unwrap(type);
      const columnType = typeName(inner);
      return ColumnSchema.parse({
        ...note,
        name,
        type: columnType ?? 'VARCHAR',
        nullable,
        json: columnType === undefined,
      });
    } catch (error) {
      const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      throw new TypeError(`column "${name}": ${reason}`, { cause: error });
    }
  });
}

/** What is left when the wrappers that do not change the stored value are taken off. */
function unwrap(type: z.core.$ZodType): {
  inner: z.core.$ZodType;
  nullable: boolean;
  note: ColumnNote | undefined;
} {
  const note = noteOf(type);
  if (type instanceof z.ZodNullable || type instanceof z.ZodReadonly || type instanceof z.ZodDefault) {
    const within = unwrap(type.unwrap());
    const nullable = within.nullable || type instanceof z.ZodNullable;
    return { inner: within.inner, nullable, note: note ?? within.note };
  }
  if (type instanceof z.ZodOptional) throw new TypeError('a column is nullable, never optional');
  return { inner: type, nullable: false, note };
}

/** Kinds that JSON text can hold; their parts are trusted to be JSON as well. */
const jsonKinds = new Set([
  'object',
  'record',
  'array',
  'tuple',
  'union',
  'intersection',
  'lazy',
  'unknown',
  'any',
]);

type Scalar = Exclude<ColumnType, `${string}[]`>;

/** DuckDB's type of a scalar or list, undefined for what is kept as JSON text (objects, records, unions). */
function typeName(type: z.core.$ZodType): ColumnType | undefined {
  const scalar = scalarName(type);
  if (scalar !== undefined) return scalar;
  if (type instanceof z.ZodArray) {
    const element = scalarName(type.element);
    if (element !== undefined) return `${element}[]`;
  }
  const kind = type._zod.def.type;
  if (jsonKinds.has(kind) || kind === 'literal' || kind === 'enum') return undefined;
  throw new TypeError(`zod's ${kind} has no column type`);
}

/** By zod's own kind, not by class: `z.iso.datetime()` and `z.url()` are strings but no `ZodString`. */
function scalarName(type: z.core.$ZodType): Scalar | undefined {
  const kind = type._zod.def.type;
  if (kind === 'string' || kind === 'template_literal') return 'VARCHAR';
  if (kind === 'boolean') return 'BOOLEAN';
  if (type instanceof z.ZodNumber) return numberName(type.format);
  if (type instanceof z.ZodEnum) return ofValues(type.options);
  if (type instanceof z.ZodLiteral) return ofValues([...type.values]);
  return undefined;
}

function numberName(format: string | null): Scalar {
  if (format === 'float32') return 'FLOAT';
  return format !== null && /^(safe|u)?int/.test(format) ? 'BIGINT' : 'DOUBLE';
}

function ofValues(values: readonly unknown[]): Scalar | undefined {
  if (values.every((value) => typeof value === 'string')) return 'VARCHAR';
  if (values.every((value) => typeof value === 'boolean')) return 'BOOLEAN';
  if (values.every((value) => Number.isSafeInteger(value))) return 'BIGINT';
  if (values.every((value) => typeof value === 'number')) return 'DOUBLE';
  return undefined;
}
