import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { RowOf, RowShape } from '../../schemas/table/column.ts';
import { columnsOf } from '../../schemas/table/column.ts';
import { streamFloatLists, type FloatLists } from './float-lists.ts';
import { running } from './query-failed.ts';
import { queryRows, streamRows } from './read-rows.ts';
import { rowsOf } from './row.ts';
import { openDatabase } from './open-database.ts';
import { literal } from './sql.ts';
import { withScratch } from '../storage/scratch-folder.ts';

export interface DuckDBOptions {
  /** What queries may hold in memory before they spill, such as `2GB`. */
  readonly memoryLimit: string;
  /** Folder in which the session makes its own for spilled data; removed at the end. */
  readonly scratchDir: string;
  /** @default one per core */
  readonly threads?: number;
  /** Tables on disk rather than in memory. @default false */
  readonly onDisk?: boolean;
  /** Interrupts the running query. */
  readonly signal?: AbortSignal;
}

type Another = <T>(use: (db: DuckDB) => Promise<T>) => Promise<T>;

/** A DuckDB session: SQL in, typed rows out. */
export class DuckDB {
  /** The session's own folder. */
  readonly scratch: string;
  readonly #connection: DuckDBConnection;
  readonly #another: Another;

  constructor(connection: DuckDBConnection, scratch: string, another: Another) {
    this.#connection = connection;
    this.scratch = scratch;
    this.#another = another;
  }

  /** A further connection to the same tables and memory, for what may run at the same time; queries of one wait in line. */
  beside<T>(use: (db: DuckDB) => Promise<T>): Promise<T> {
    return this.#another(use);
  }

  /** Runs a statement and gives the rows it wrote. Throws `QueryFailed`, or `StoreFull` if there is no room. */
  async run(sql: string): Promise<number> {
    const result = await running(sql, this.scratch, () => this.#connection.run(sql));
    return result.rowsChanged;
  }

  /** All rows of a query that has the shape's columns; counts come as numbers. For small results. */
  async rows<Shape extends RowShape>(sql: string, shape: Shape): Promise<RowOf<Shape>[]> {
    const columns = columnsOf(shape);
    return rowsOf(shape, await running(sql, this.scratch, () => queryRows(this.#connection, sql, columns)));
  }

  /**
   * The rows of a query in its order, some thousand in memory at a time. No other statement may run in the session
   * until the last row was taken.
   */
  async *stream<Shape extends RowShape>(sql: string, shape: Shape): AsyncGenerator<RowOf<Shape>> {
    const chunks = this.#inTurn(sql, streamRows(this.#connection, sql, columnsOf(shape)));
    for await (const rows of chunks) yield* rowsOf(shape, rows);
  }

  /** As `stream`, of a query with the columns `id` and `numbers`, a list of numbers each. */
  streamFloats(sql: string): AsyncGenerator<FloatLists> {
    return this.#inTurn(sql, streamFloatLists(this.#connection, sql));
  }

  async *#inTurn<T>(sql: string, chunks: AsyncGenerator<T, undefined>): AsyncGenerator<T> {
    try {
      for (;;) {
        const next = await running(sql, this.scratch, () => chunks.next());
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await chunks.return(undefined);
    }
  }
}

/**
 * A DuckDB session for one activity or a part of it, closed and cleared away afterwards, whatever happens. What queries
 * have freed stays with DuckDB's allocator until then, 100 MB and more: a session each for what has nothing in common.
 */
export async function withDuckDB<T>(options: DuckDBOptions, use: (db: DuckDB) => Promise<T>): Promise<T> {
  options.signal?.throwIfAborted();
  return withScratch(options.scratchDir, 'duckdb', async (scratch) => {
    const instance = await open(options, scratch);
    try {
      const session: Another = (work) =>
        onConnection(instance, options.signal, async (connection) => {
          if (options.onDisk === true) await keepOnDisk(connection, scratch);
          return work(new DuckDB(connection, scratch, session));
        });
      return await session(use);
    } finally {
      instance.closeSync();
    }
  });
}

function open(options: DuckDBOptions, scratch: string): Promise<DuckDBInstance> {
  return openDatabase({
    memory_limit: options.memoryLimit,
    temp_directory: join(scratch, 'spill'),
    threads: String(options.threads ?? 2),
  });
}

/**
 * Makes a file of the session's the place of the connection's tables. It has no write-ahead log: nobody recovers it, and
 * DuckDB cuts the log's name off at a question mark in its path.
 */
async function keepOnDisk(connection: DuckDBConnection, scratch: string): Promise<void> {
  const attach = `ATTACH IF NOT EXISTS ${literal(join(scratch, 'session.duckdb'))} AS session (RECOVERY_MODE no_wal_writes)`;
  for (const sql of [attach, 'USE session']) await running(sql, scratch, () => connection.run(sql));
}

async function onConnection<T>(
  instance: DuckDBInstance,
  signal: AbortSignal | undefined,
  use: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const connection = await instance.connect();
  let interrupting: NodeJS.Timeout | undefined;
  // Again and again: DuckDB forgets an interruption that comes just before a query starts.
  const interrupt = (): void => void (interrupting = setInterval(() => connection.interrupt(), 20));
  signal?.addEventListener('abort', interrupt);
  try {
    return await use(connection);
  } catch (error) {
    // An interrupted query is a cancellation, not a fault of the SQL.
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', interrupt);
    clearInterval(interrupting);
    connection.closeSync();
  }
}
