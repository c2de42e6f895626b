import { freeAt, StoreFull } from '../storage/store-full.ts';

/** SQL that DuckDB refused or could not finish. */
export class QueryFailed extends Error {
  override readonly name = 'QueryFailed';
  readonly sql: string | undefined;

  constructor(sql: string | undefined, cause: unknown) {
    super(
      `${messageOf(cause)}${hintFor(messageOf(cause))}${sql === undefined ? '' : `\nin: ${excerpt(sql)}`}`,
      {
        cause,
      },
    );
    this.sql = sql;
  }
}

/** An error that DuckDB throws itself, such as "IO Error: ...". */
export function isOfDuckDB(error: unknown): boolean {
  return (
    error instanceof Error && error.constructor === Error && /^[A-Z][A-Za-z ]* Error: /.test(error.message)
  );
}

function excerpt(sql: string): string {
  return sql.length > 2000 ? `${sql.slice(0, 2000)}…` : sql;
}

/** Runs SQL that writes below `folder`; a full disk is a `StoreFull`, anything else a `QueryFailed`. */
export async function running<T>(sql: string, folder: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (/No space left on device|Disk quota exceeded|max_temp_directory_size/i.test(messageOf(error)))
      throw new StoreFull(folder, await freeAt(folder), { cause: error });
    throw new QueryFailed(sql, error);
  }
}

/** DuckDB's message without its excerpt of the SQL. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n\nLINE ')[0] ?? message).trim();
}

function hintFor(message: string): string {
  return message.startsWith('Out of Memory')
    ? ' Give the worker more by TUNESMITH_SET_MEMORY, such as 2GB.'
    : '';
}
