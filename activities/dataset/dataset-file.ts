import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { DatasetFile } from '../../schemas/dataset-manifest.ts';

/** Size and checksum of a file below `folder`, read as a stream. */
export async function datasetFile(folder: string, path: string, signal: AbortSignal): Promise<DatasetFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(
    createReadStream(join(folder, path), { highWaterMark: 1024 * 1024 }),
    async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        hash.update(chunk);
      }
    },
    { signal },
  );
  return { path, bytes, sha256: hash.digest('hex') };
}
