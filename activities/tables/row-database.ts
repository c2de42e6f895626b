import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';
import { offline } from './settings.ts';
import { Turns } from './turns.ts';

/** Shards at work at a time: more would not be faster on two threads, only take more memory. */
const turns = new Turns(2);

let opening: Promise<DuckDBInstance> | undefined;

/**
 * A connection to the process's one small database, through which single shards are read and written beside the
 * inference loop: two threads and 256 MB, so that rows never crowd out requests. What does not fit spills.
 */
export function onRowDatabase<T>(use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  return turns.take(() => connected(use));
}

async function connected<T>(use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  opening ??= DuckDBInstance.create(':memory:', {
    ...offline,
    threads: '2',
    memory_limit: '256MB',
    temp_directory: join(tmpdir(), `tunesmith-rows-${process.pid}`),
  });
  const connection = await (await opening).connect();
  try {
    return await use(connection);
  } finally {
    connection.closeSync();
  }
}
