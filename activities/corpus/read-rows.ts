import type { RecordsInput, RowsInput, SourceFile } from '../../schemas/table/corpus.ts';
import type { Json } from '../../schemas/json.ts';
import { rowId } from './content-id.ts';
import { parseJson } from './exact-json.ts';
import { isJsonObject } from './json-object.ts';
import { excerpt, type LineReject } from './line.ts';
import { own } from '../../schemas/own.ts';
import { filteredOut } from './matches.ts';
import { unfitText, usableId } from './unfit-text.ts';
import { readRecords, type ReadOptions } from './read-records.ts';

export type FieldsLine =
  | { readonly line: number; readonly fields: Record<string, Json> }
  | { readonly line: number; readonly reject: LineReject };

export type RowLine =
  | { readonly line: number; readonly id: string; readonly fields: Record<string, Json> }
  | { readonly line: number; readonly reject: LineReject };

export type ReadIo = Omit<ReadOptions, 'maxBytes'>;

/**
 * Records of a file that pass the filters and whose texts a table can hold; what is held back comes as a reject. An id
 * may be anything: it says nothing of the text beside it, and is made usable where it is kept.
 */
export async function* readRowsOf(
  file: SourceFile,
  input: Pick<RecordsInput, 'where' | 'maxBytes'> & { readonly id: string },
  io: ReadIo,
): AsyncGenerator<FieldsLine> {
  for await (const read of readRecords(file, { ...io, maxBytes: input.maxBytes })) {
    if ('reject' in read) {
      yield read;
      continue;
    }
    const { line } = read;
    const fields = withMetadata(read.record);
    const reject = filteredOut(input.where, fields) ?? unfitFields(fields, input);
    yield reject === undefined ? { line, fields } : { line, reject };
  }
}

/** Rows for a recipe on any table, with our ids. */
export async function* readTableOf(
  file: SourceFile,
  input: Pick<RowsInput, 'where' | 'maxBytes' | 'id'>,
  io: ReadIo,
): AsyncGenerator<RowLine> {
  const { id: column = 'id' } = input;
  for await (const row of readRowsOf(file, { ...input, id: column }, io)) {
    if ('reject' in row) {
      yield row;
      continue;
    }
    const id = rowId(row.fields, input.id);
    yield id === undefined
      ? {
          line: row.line,
          reject: {
            reason: 'id is missing',
            detail: input.id ?? null,
            raw: excerpt(JSON.stringify(row.fields)),
          },
        }
      : { line: row.line, id, fields: withUsableId(row.fields, column) };
  }
}

/** CSV and many Parquet files keep an object as JSON text; filters and documents want the object. */
function withMetadata(record: Record<string, Json>): Record<string, Json> {
  const { metadata } = record;
  if (typeof metadata !== 'string' || !metadata.trimStart().startsWith('{')) return record;
  try {
    const parsed = parseJson(metadata);
    return isJsonObject(parsed) ? { ...record, metadata: parsed } : record;
  } catch {
    return record;
  }
}

function withUsableId(fields: Record<string, Json>, column: string): Record<string, Json> {
  const id = own(fields, column);
  return typeof id === 'string' ? { ...fields, [column]: usableId(id) } : fields;
}

function unfitFields(
  fields: Record<string, Json>,
  { id, maxBytes }: { readonly id: string; readonly maxBytes: number },
): LineReject | undefined {
  for (const [name, value] of Object.entries(fields)) {
    const unfit =
      unfitText('a name', name) ??
      (typeof value === 'string'
        ? ((name === id ? undefined : unfitText(name, value)) ?? tooLarge(name, value, maxBytes))
        : unfitWithin(name, value, id));
    if (unfit !== undefined) return unfit;
  }
  return undefined;
}

/** Texts of nested columns and of messages fill slots too. */
function unfitWithin(path: string, value: Json, id: string): LineReject | undefined {
  if (typeof value === 'string') return path === id ? undefined : unfitText(path, value);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const unfit = unfitText(`a name in ${path}`, name) ?? unfitWithin(`${path}.${name}`, inner, id);
    if (unfit !== undefined) return unfit;
  }
  return undefined;
}

function tooLarge(name: string, value: string, maxBytes: number): LineReject | undefined {
  // A character has at most three bytes per UTF-16 unit: most texts need no counting.
  if (value.length * 3 <= maxBytes) return undefined;
  const bytes = Buffer.byteLength(value);
  if (bytes <= maxBytes) return undefined;
  return {
    reason: 'text too large',
    detail: `${name}: ${String(bytes)} bytes, at most ${String(maxBytes)}`,
    raw: excerpt(value),
  };
}
