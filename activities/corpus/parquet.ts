import type { DuckDBConnection } from '@duckdb/node-api';
import type { SourceFile } from '../../schemas/table/corpus.ts';
import { openDatabase } from '../parquet/open-database.ts';
import { identifier, literal, parquetFiles, parquetSchema } from '../parquet/sql.ts';
import { CorpusUnreadable } from './corpus-unreadable.ts';
import { excerpt, type RecordLine, type Tally } from './line.ts';
import { leaveOutTexts } from './parquet-footer.ts';
import { decodedFrom, type Column } from './parquet-text.ts';
import { parseRecord } from './parse-record.ts';

type Outcome = ReturnType<typeof parseRecord>;

/**
 * Records of a Parquet file on the local disk, `line` being the row's number from 1. DuckDB streams its chunks and
 * writes each row as JSON, so lists, structs and dates come as they do from JSON lines.
 *
 * DuckDB gives a file up at its first text that is not UTF-8. From there on it reads the copy that `copy` makes, in which
 * texts are bytes, and only the rows that hold such a text are rejected.
 */
export async function* readParquet(
  file: SourceFile,
  path: string,
  copy: () => Promise<string>,
): AsyncGenerator<RecordLine, Tally> {
  let [records, rejects] = [0, 0];
  const counted = (outcome: Outcome): RecordLine => {
    if ('record' in outcome) records += 1;
    else rejects += 1;
    return { line: records + rejects, ...outcome };
  };
  try {
    try {
      for await (const outcome of wholeRows(path)) yield counted(outcome);
    } catch (error) {
      if (!isBadText(error)) throw error;
      const bytes = await copy();
      await leaveOutTexts(bytes);
      for await (const outcome of decodedRows(path, bytes, records + rejects)) yield counted(outcome);
    }
  } catch (error) {
    throw new CorpusUnreadable({
      path: file.name,
      problem: `it cannot be read as Parquet: ${error instanceof Error ? firstLine(error.message) : String(error)}`,
      fix: 'Write the file again, or set format if it is something else',
      cause: error,
    });
  }
  return { records, rejects, blank: 0 };
}

async function* wholeRows(path: string): AsyncGenerator<Outcome> {
  yield* connected(async function* (connection) {
    const columns = await columnsOf(connection, path);
    const row = nameBeside(columns);
    const named = await namesInFile(connection, path, columns);
    const sql = `SELECT to_json(${row})::VARCHAR FROM ${parquetFiles([path])} ${row}`;
    for await (const [json] of rowsOf(connection, sql))
      yield named(parseRecord(Buffer.from(typeof json === 'string' ? json : 'null')));
  });
}

/** Rows of a file after the first `skip`, from its copy in which texts are bytes. */
async function* decodedRows(path: string, bytes: string, skip: number): AsyncGenerator<Outcome> {
  yield* connected(async function* (connection) {
    // It would compute once, outside of TRY, what stands in several of them.
    await connection.run(`SET disabled_optimizers = 'common_subexpressions'`);
    const columns = await columnsOf(connection, path);
    const row = nameBeside(columns);
    const texts = decodedFrom(await columnsOf(connection, bytes), columns);
    const named = await namesInFile(connection, path, columns);
    const fields = columns.map(({ name }) => `${literal(name)}: ${texts.get(name) ?? identifier(name)}`);
    const unreadable = [...texts].map(
      ([name, text]) =>
        `CASE WHEN ${identifier(name)} IS NOT NULL AND TRY(${text}) IS NULL THEN ${literal(name)} END`,
    );
    const sql = `SELECT TRY(to_json({${fields.join(', ')}}))::VARCHAR, concat_ws(', ', ${unreadable.join(', ')}),
      to_json(${row})::VARCHAR FROM ${parquetFiles([bytes])} ${row} OFFSET ${String(skip)}`;
    for await (const [json, names, raw] of rowsOf(connection, sql))
      yield typeof json === 'string'
        ? named(parseRecord(Buffer.from(json)))
        : { reject: { reason: 'invalid UTF-8', detail: String(names), raw: excerpt(String(raw)) } };
  });
}

async function* connected(
  use: (connection: DuckDBConnection) => AsyncGenerator<Outcome>,
): AsyncGenerator<Outcome> {
  const duckdb = await openDatabase({ threads: '1', memory_limit: '1GB' });
  const connection = await duckdb.connect();
  try {
    yield* use(connection);
  } finally {
    connection.closeSync();
    duckdb.closeSync();
  }
}

async function* rowsOf(connection: DuckDBConnection, sql: string): AsyncGenerator<readonly unknown[]> {
  const rows = await connection.stream(sql);
  for await (const batch of rows.yieldRowsJson()) yield* batch;
}

async function columnsOf(connection: DuckDBConnection, path: string): Promise<Column[]> {
  const none = await connection.run(`SELECT * FROM ${parquetFiles([path])} LIMIT 0`);
  return none.columnNames().map((name, at) => ({ name, type: none.columnType(at) }));
}

/**
 * Gives a record the names that its columns have in the file: of those that differ in case alone DuckDB reads the second
 * under another name.
 */
async function namesInFile(
  connection: DuckDBConnection,
  path: string,
  columns: readonly Column[],
): Promise<(outcome: Outcome) => Outcome> {
  if (!columns.some(({ name }) => /_\d+$/.test(name))) return (outcome) => outcome;
  const schema = await connection.run(`SELECT name, num_children FROM ${parquetSchema(path)}`);
  const names: string[] = [];
  // The file's own root, then each column before its parts.
  let parts = 0;
  for (const [name, children] of (await schema.getRows()).slice(1)) {
    if (parts === 0) names.push(String(name));
    else parts -= 1;
    parts += Number(children ?? 0);
  }
  const renamed = new Map(columns.map(({ name }, at) => [name, names[at] ?? name]));
  return (outcome) =>
    'reject' in outcome
      ? outcome
      : {
          record: Object.fromEntries(
            Object.entries(outcome.record).map(([name, value]) => [renamed.get(name) ?? name, value]),
          ),
        };
}

/** A name for the whole row: where a column has the same, DuckDB would take it for the column. */
function nameBeside(columns: readonly Column[]): string {
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
  let name = 'row_of_file';
  while (taken.has(name)) name += '_';
  return name;
}

function isBadText(error: unknown): boolean {
  return error instanceof Error && /not valid utf-?8/i.test(error.message);
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}
