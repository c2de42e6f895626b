import type { Connection } from '@lancedb/lancedb';
import type { IndexPlace } from './place.ts';

export const templatesTable = 'templates';
export const vectorIndex = 'vectors';

/** Connects to a bank's Lance database, which is made by the first table. */
export async function connectLance(
  { uri, storageOptions }: IndexPlace,
  cacheGiB = 1,
): Promise<{ lance: typeof import('@lancedb/lancedb'); db: Connection }> {
  // It tells of every empty partition.
  process.env['LANCEDB_LOG'] ??= 'error';
  const lance = await import('@lancedb/lancedb');
  const session = new lance.Session(BigInt(Math.ceil(cacheGiB * 2 ** 30)), 256n * 2n ** 20n);
  const db = await lance.connect(uri, { storageOptions: { ...storageOptions } }, session);
  return { lance, db };
}
