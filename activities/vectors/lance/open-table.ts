import type { Connection, Table } from '@lancedb/lancedb';

/** Opens a table at a version, or as it is now. Throws what `gone` makes of it where there is no such table or version. */
export async function openLanceTable(
  db: Connection,
  name: string,
  version: number | undefined,
  gone: (cause: unknown) => Error,
): Promise<Table> {
  try {
    return await db.openTable(name, undefined, version === undefined ? {} : { version });
  } catch (error) {
    if (!/not found|no such|does not exist/i.test(String(error))) throw error;
    throw gone(error);
  }
}
