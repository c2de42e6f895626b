import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { isOfDuckDB, QueryFailed } from './query-failed.ts';
import { openDatabase } from './open-database.ts';
import { Turns } from './turns.ts';

/** Shards at work at a time: more would not be faster, only take more memory. */
const turns = new Turns(2);

/**
 * Uses after which a database is closed and the next one opened (3 ms): DuckDB's allocator keeps what a query has
 * freed, up to 100 MB, until then.
 */
const usesEach = 16;

interface Opened {
  readonly instance: Promise<DuckDBInstance>;
  uses: number;
  users: number;
}

let current: Opened | undefined;

/**
 * A connection to the process's small database, through which single shards are read and written beside the inference
 * loop: one thread a query and 256 MB, so that rows never crowd out requests. What does not fit spills. Nothing that a
 * connection makes is there for the next.
 */
export function onRowDatabase<T>(use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  return turns.take(() => connected(use));
}

async function connected<T>(use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const opened = (current ??= open());
  opened.uses += 1;
  opened.users += 1;
  if (opened.uses >= usesEach) current = undefined;
  try {
    const connection = await (await opened.instance).connect();
    try {
      return await use(connection);
    } finally {
      connection.closeSync();
    }
  } catch (error) {
    // Also a database that did not open must not stay.
    if (current === opened) current = undefined;
    throw isOfDuckDB(error) ? new QueryFailed(undefined, error) : error;
  } finally {
    opened.users -= 1;
    if (opened.users === 0 && current !== opened) await close(opened);
  }
}

/** Closes the database as soon as nothing uses it, so that its allocator's memory is there for another session. */
export async function closeRowDatabase(): Promise<void> {
  const opened = current;
  current = undefined;
  if (opened?.users === 0) await close(opened);
}

function open(): Opened {
  const instance = openDatabase({
    threads: '1',
    memory_limit: '256MB',
    temp_directory: join(tmpdir(), `tunesmith-rows-${process.pid}`),
  });
  return { instance, uses: 0, users: 0 };
}

async function close({ instance }: Opened): Promise<void> {
  const opened = await instance.catch(() => undefined);
  opened?.closeSync();
}
