import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

/** A path for a file on its way to the store. */
export function scratchFile(scratchDir: string): string {
  return join(scratchDir, `${randomUUID()}.parquet`);
}
