import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetFile } from '../../schemas/dataset-manifest.ts';

/** Bytes read at a time, always into the same memory: a stream's buffers would call for a collection of garbage. */
const readAtOnce = 256 * 1024;

/** Size and checksum of a file below `folder`, read piece by piece. */
export async function datasetFile(folder: string, path: string, signal: AbortSignal): Promise<DatasetFile> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(readAtOnce);
  const file = await open(join(folder, path));
  let bytes = 0;
  try {
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return { path, bytes, sha256: hash.digest('hex') };
      bytes += bytesRead;
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
