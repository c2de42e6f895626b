import type { Connection } from '@lancedb/lancedb';
import type { LancePlace } from './place.ts';

/** Connects to a Lance database, which is made by its first table. */
export async function connectLance(
  { uri, storageOptions }: LancePlace,
  cacheGiB = 1,
): Promise<{ lance: typeof import('@lancedb/lancedb'); db: Connection }> {
  // It tells of every empty partition.
  process.env['LANCEDB_LOG'] ??= 'error';
  const lance = await import('@lancedb/lancedb');
  const session = new lance.Session(BigInt(Math.ceil(cacheGiB * 2 ** 30)), 256n * 2n ** 20n);
  const db = await lance.connect(uri, { storageOptions: { ...storageOptions } }, session);
  return { lance, db };
}
