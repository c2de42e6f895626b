import { open } from 'node:fs/promises';

/**
 * The end of a Parquet file says what its columns are, in Thrift's compact protocol. Readers refuse a whole file for one
 * text that is not UTF-8; where the footer does not say that a column's bytes are text, they read it.
 */

/** Thrift's kinds of values. */
const kinds = {
  yes: 1,
  no: 2,
  byte: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  set: 10,
  map: 11,
  struct: 12,
};

/** The file's field that lists its columns, and two of each column: what its values mean, in an old way and in a new one. */
const columnsOfFile = 2;
const convertedType = 6;
const logicalType = 10;

/** UTF8, ENUM and JSON as converted types (as they stand in the file), and as logical types (fields of a union). */
const textTypes = new Set([0x00, 0x08, 0x26]);
const textFields = new Set([1, 4, 12]);

/** Length of the footer (4 bytes) and the format's mark, at the end of a file. */
const tail = 8;
const mark = 'PAR1';

/** Changes a Parquet file so that its columns of text are columns of bytes. Throws RangeError where it is none. */
export async function leaveOutTexts(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    const end = Buffer.alloc(tail);
    await file.read(end, 0, tail, size - tail);
    const begin = size - tail - end.readUInt32LE();
    if (end.toString('latin1', 4) !== mark || begin < 0)
      throw new RangeError('it has no footer that is readable');
    const footer = Buffer.alloc(size - tail - begin);
    await file.read(footer, 0, footer.length, begin);
    const changed = withoutTexts(footer);
    end.writeUInt32LE(changed.length);
    await file.truncate(begin);
    const whole = Buffer.concat([changed, end]);
    await file.write(whole, 0, whole.length, begin);
  } finally {
    await file.close();
  }
}

/** The footer with all that says of columns that they are text left out. Throws RangeError where it is no footer. */
function withoutTexts(footer: Buffer): Buffer {
  const thrift = new ThriftReader(footer);
  const parts: Buffer[] = [];
  let copied = 0;
  thrift.fields((field, kind) => {
    if (field !== columnsOfFile || kind !== kinds.list) {
      thrift.skip(kind);
      return;
    }
    const { length } = thrift.list();
    parts.push(footer.subarray(0, thrift.at));
    for (let column = 0; column < length; column += 1) parts.push(columnWithoutText(thrift, footer));
    copied = thrift.at;
  });
  return Buffer.concat([...parts, footer.subarray(copied)]);
}

function columnWithoutText(thrift: ThriftReader, footer: Buffer): Buffer {
  const kept: Buffer[] = [];
  let before = 0;
  thrift.fields((field, kind) => {
    const begin = thrift.at;
    if (saysText(thrift, footer, field, kind)) return;
    // A field's number is written as what it is more than that of the field before it; columns have ten fields.
    kept.push(Buffer.of(((field - before) << 4) | kind), footer.subarray(begin, thrift.at));
    before = field;
  });
  return Buffer.concat([...kept, Buffer.of(0)]);
}

/** Skips a column's field, and says whether it is one that calls the column a text. */
function saysText(thrift: ThriftReader, footer: Buffer, field: number, kind: number): boolean {
  const { at } = thrift;
  if (field !== logicalType || kind !== kinds.struct) {
    thrift.skip(kind);
    return field === convertedType && kind === kinds.i32 && textTypes.has(footer.readUInt8(at));
  }
  let isText = false;
  thrift.fields((type, inner) => {
    isText ||= textFields.has(type);
    thrift.skip(inner);
  });
  return isText;
}

/** Walks through values without keeping them. */
class ThriftReader {
  at = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Calls `each` at the value of every field of a struct; it must read or skip the value. */
  fields(each: (field: number, kind: number) => void): void {
    let field = 0;
    for (;;) {
      const byte = this.#byte();
      if (byte === 0) return;
      const more = byte >> 4;
      field = more === 0 ? signed(this.#varint()) : field + more;
      each(field, byte & 0x0f);
    }
  }

  list(): { length: number; kind: number } {
    const byte = this.#byte();
    const short = byte >> 4;
    return { length: short === 15 ? Number(this.#varint()) : short, kind: byte & 0x0f };
  }

  skip(kind: number, inList = false): void {
    switch (kind) {
      case kinds.yes:
      case kinds.no:
        // A field's kind is its value; a list's entries have a byte each.
        if (inList) this.#byte();
        return;
      case kinds.byte:
        this.#byte();
        return;
      case kinds.i16:
      case kinds.i32:
      case kinds.i64:
        this.#varint();
        return;
      case kinds.double:
        this.#pass(8);
        return;
      case kinds.binary:
        this.#pass(Number(this.#varint()));
        return;
      case kinds.list:
      case kinds.set: {
        const { length, kind: inner } = this.list();
        for (let entry = 0; entry < length; entry += 1) this.skip(inner, true);
        return;
      }
      case kinds.map: {
        const length = Number(this.#varint());
        if (length === 0) return;
        const both = this.#byte();
        for (let entry = 0; entry < length; entry += 1) {
          this.skip(both >> 4, true);
          this.skip(both & 0x0f, true);
        }
        return;
      }
      case kinds.struct:
        this.fields((_, inner) => this.skip(inner));
        return;
      default:
        throw new RangeError(
          `the footer has a value of the unknown kind ${String(kind)} at ${String(this.at)}`,
        );
    }
  }

  #byte(): number {
    const byte = this.#bytes.readUInt8(this.at);
    this.at += 1;
    return byte;
  }

  #varint(): bigint {
    let [value, shift] = [0n, 0n];
    for (;;) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
      shift += 7n;
    }
  }

  #pass(count: number): void {
    if (this.at + count > this.#bytes.length) throw new RangeError('the footer ends within a value');
    this.at += count;
  }
}

/** Signed numbers are written so that small negative ones are short. */
function signed(zigzag: bigint): number {
  return Number((zigzag >> 1n) ^ -(zigzag & 1n));
}
