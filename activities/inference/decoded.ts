import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';

const readers: Readonly<Record<string, (bytes: Buffer) => Promise<Buffer>>> = {
  gzip: promisify<Buffer, Buffer>(gunzip),
  'x-gzip': promisify<Buffer, Buffer>(gunzip),
  br: promisify<Buffer, Buffer>(brotliDecompress),
  // With the frame that HTTP asks for, or without it, as some servers send it.
  deflate: (bytes) =>
    promisify<Buffer, Buffer>(inflate)(bytes).catch(() => promisify<Buffer, Buffer>(inflateRaw)(bytes)),
  identity: (bytes) => Promise.resolve(bytes),
};

/** A body without its encodings (`gzip`, `deflate, br`): some servers compress whether or not they are asked to. */
export async function decoded(bytes: Buffer, encodings: string): Promise<Buffer> {
  let body = bytes;
  const named = encodings
    .toLowerCase()
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);
  for (const encoding of named.reverse()) {
    const read = Object.hasOwn(readers, encoding) ? readers[encoding] : undefined;
    if (read === undefined) throw new Error(`the answer is encoded as ${encoding}, which was not asked for`);
    body = await read(body);
  }
  return body;
}
