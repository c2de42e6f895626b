import { DuckDBInstance } from '@duckdb/node-api';
import type { SourceFile } from '../../schemas/corpus.ts';
import { CorpusUnreadable } from './corpus-unreadable.ts';
import type { RecordLine, Tally } from './line.ts';
import { parseRecord } from './parse-record.ts';

/**
 * Records of a Parquet file on the local disk, `line` being the row's number from 1. DuckDB streams its chunks and
 * writes each row as JSON, so lists, structs and dates come as they do from JSON lines.
 */
export async function* readParquet(file: SourceFile, path: string): AsyncGenerator<RecordLine, Tally> {
  const duckdb = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '1GB' });
  const connection = await duckdb.connect();
  let [records, rejects] = [0, 0];
  try {
    const rows = await connection.stream('SELECT to_json(t)::VARCHAR FROM read_parquet($1) t', [
      literal(path),
    ]);
    for await (const batch of rows.yieldRowsJson()) {
      for (const [json] of batch) {
        const line = records + rejects + 1;
        const outcome = parseRecord(Buffer.from(typeof json === 'string' ? json : 'null'));
        if ('record' in outcome) records += 1;
        else rejects += 1;
        yield { line, ...outcome };
      }
    }
  } catch (error) {
    throw new CorpusUnreadable({
      path: file.name,
      problem: `it cannot be read as Parquet: ${error instanceof Error ? firstLine(error.message) : String(error)}`,
      fix: 'Write the file again, or set format if it is something else',
      cause: error,
    });
  } finally {
    connection.closeSync();
    duckdb.closeSync();
  }
  return { records, rejects, blank: 0 };
}

/** read_parquet takes globs: a path's own brackets and stars must mean themselves. */
function literal(path: string): string {
  return path.replace(/[[*?]/g, '[$&]');
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}
