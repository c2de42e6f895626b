import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/**
 * Bytes read at a time, always into the same memory: a stream's buffers would call for a collection of garbage. A shard's
 * file is read at once, since each read waits for a turn of a busy event loop.
 */
const readAtOnce = 1024 * 1024;

/** Size and SHA-256 of a local file, read piece by piece. */
export async function fileDigest(
  path: string,
  signal?: AbortSignal,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  const file = await open(path);
  try {
    const { size } = await file.stat();
    // One more, so that a read that does not fill it is the last one.
    const buffer = Buffer.allocUnsafe(Math.min(readAtOnce, size + 1));
    let bytes = 0;
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, buffer.length);
      bytes += bytesRead;
      hash.update(buffer.subarray(0, bytesRead));
      if (bytesRead < buffer.length) return { bytes, sha256: hash.digest('hex') };
    }
  } finally {
    await file.close();
  }
}
