import { Decompress } from 'fzstd';

/** Zstandard packs 128 KiB into four bytes at best: small pushes bound what one of them can blow up to. */
const pushBytes = 8_192;

/** Decompressed bytes of a Zstandard stream of one or more frames. Throws where the stream is damaged or cut off. */
export async function* unzstd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  // Node has its own decompressor only from 22.15 on, and 20 is supported.
  const decompress = new Decompress((data) => ready.push(data));
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += pushBytes) {
      decompress.push(chunk.subarray(at, at + pushBytes));
      yield* ready;
      ready = [];
    }
  }
  decompress.push(new Uint8Array(0), true);
  yield* ready;
}
