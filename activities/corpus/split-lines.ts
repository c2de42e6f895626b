import { peek } from './peek.ts';

export interface ByteLine {
  readonly line: number;
  /** The line without its end; the beginning of it where it was too long to be held. */
  readonly bytes: Buffer;
  readonly tooLong: boolean;
}

const newline = 0x0a;
const carriageReturn = 0x0d;
/** Bytes of a file by which its line ends are told. */
const beginningBytes = 65_536;
/** What is kept of a line that is too long, in bytes. */
const headBytes = 8_192;

/**
 * Lines of a stream of bytes, in one batch per chunk. LF and CRLF end a line, or CR where the beginning has no LF, as
 * on old Macs; a byte order mark at the start is dropped. A line above `longest` bytes is not held: memory stays below `longest` and a chunk.
 */
export async function* splitLines(
  bytes: AsyncIterable<Uint8Array>,
  longest: number,
): AsyncGenerator<ByteLine[]> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let tooLong = false;
  let line = 0;
  const { head, chunks } = await peek(bytes, beginningBytes);
  const lineEnd = lineEndOf(head);

  const keep = (part: Buffer) => {
    if (tooLong || part.length === 0) return;
    held.push(part);
    heldBytes += part.length;
    // One byte more than the bound may be the line's carriage return.
    if (heldBytes <= longest + 1) return;
    tooLong = true;
    held = [Buffer.from(Buffer.concat(held).subarray(0, Math.min(headBytes, longest)))];
  };
  const finish = (): ByteLine => {
    let bytes = held.length === 1 && held[0] !== undefined ? held[0] : Buffer.concat(held);
    if (!tooLong && bytes.at(-1) === carriageReturn) bytes = bytes.subarray(0, -1);
    line += 1;
    if (line === 1) bytes = withoutByteOrderMark(bytes);
    const finished = { line, bytes, tooLong };
    held = [];
    heldBytes = 0;
    tooLong = false;
    return finished;
  };

  for await (const chunk of chunks) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const batch: ByteLine[] = [];
    let start = 0;
    for (let end = buffer.indexOf(lineEnd); end >= 0; end = buffer.indexOf(lineEnd, start)) {
      keep(buffer.subarray(start, end));
      batch.push(finish());
      start = end + 1;
    }
    if (batch.length > 0) yield batch;
    // Copied, so that a short rest does not keep its whole chunk alive, nor change when a reader reuses its buffer.
    keep(Buffer.from(buffer.subarray(start)));
  }
  if (heldBytes > 0) yield [finish()];
}

function lineEndOf(head: Buffer): number {
  const alone = head.indexOf(carriageReturn);
  return alone >= 0 && alone < head.length - 1 && !head.includes(newline) ? carriageReturn : newline;
}

/** True for a line of spaces and control characters alone. */
export function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}

export function withoutByteOrderMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}
