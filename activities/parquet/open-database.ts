import { DuckDBInstance } from '@duckdb/node-api';

/**
 * Settings of every database: no extension is ever looked for on the network, and files are not kept in memory beside
 * the kernel's own cache of them.
 */
const offline = {
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  enable_external_file_cache: 'false',
} as const;

/** A database in memory, in which a time of day is that of UTC: the machine's zone would be in rows and their ids. */
export async function openDatabase(settings: Readonly<Record<string, string>>): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(':memory:', { ...offline, ...settings });
  const connection = await instance.connect();
  try {
    // The extension that knows of zones is not there yet when an instance is given its settings.
    await connection.run(`SET GLOBAL TimeZone = 'UTC'`);
    return instance;
  } finally {
    connection.closeSync();
  }
}
