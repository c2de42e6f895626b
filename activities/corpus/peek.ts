/** The first bytes of a stream, all of a shorter one, and the stream from its beginning. */
export interface Peeked {
  readonly head: Buffer;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Reads until `bytes` are there, or the end is. */
export async function peek(chunks: AsyncIterable<Uint8Array>, bytes: number): Promise<Peeked> {
  const iterator = chunks[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let size = 0;
  while (size < bytes) {
    const next = await iterator.next();
    if (next.done === true) break;
    // Copied, since a reader may use its buffer again.
    read.push(Buffer.from(next.value));
    size += next.value.length;
  }
  const head = Buffer.concat(read);
  return { head, chunks: { [Symbol.asyncIterator]: () => again(head, iterator) } };
}

async function* again(head: Buffer, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    for (;;) {
      const next = await iterator.next();
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}
