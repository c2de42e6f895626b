import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** Bytes read at a time, always into the same memory: a stream's buffers would call for a collection of garbage. */
const readAtOnce = 256 * 1024;

/** Size and SHA-256 of a local file, read piece by piece. */
export async function fileDigest(
  path: string,
  signal?: AbortSignal,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const buffer = Buffer.allocUnsafe(Math.min(readAtOnce, Math.max(1, size)));
    let bytes = 0;
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') };
      bytes += bytesRead;
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
