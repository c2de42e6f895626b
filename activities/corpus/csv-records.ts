import type { CsvDialect } from './csv-dialect.ts';

export interface CsvRecord {
  /** First line of the record. */
  readonly line: number;
  readonly bytes: Buffer;
  /** Set where the bytes are not a record; they are then one line, and reading goes on with the next. */
  readonly fault?: string;
}

const carriageReturn = 0x0d;
type State = 'field start' | 'plain' | 'quoted' | 'after quote';

/**
 * Records of a CSV stream (RFC 4180), which may go over several lines inside quotes. Our own, because a stray quote
 * must cost the line that has it and no other: a general parser takes all up to the next quote, or to the end of
 * the file, for one bad record. Here the first line alone is at fault and the rest is read again.
 */
export async function* csvRecords(
  chunks: AsyncIterable<Uint8Array>,
  dialect: CsvDialect,
  longest: number,
): AsyncGenerator<CsvRecord[]> {
  const { lineEnd } = dialect;
  const delimiter = dialect.delimiter.charCodeAt(0);
  const quote = dialect.quote?.charCodeAt(0);
  let buffer = Buffer.alloc(0);
  let [start, position, line, linesInside] = [0, 0, dialect.firstLine, 0];
  let toSkip = dialect.skip;
  // In an object, since the closures below change it.
  const reading: { state: State } = { state: 'field start' };
  let skipping = false;
  let batch: CsvRecord[] = [];

  const emit = (end: number, next: number, fault?: string) => {
    const bytes = Buffer.from(buffer.subarray(start, end));
    if (!skipping) batch.push(fault === undefined ? { line, bytes } : { line, bytes, fault });
    skipping = false;
    line += 1 + linesInside;
    linesInside = 0;
    [start, position] = [next, next];
    reading.state = 'field start';
  };
  /** Gives up on the record's first line; what follows it is looked at afresh. */
  const faultFirstLine = (fault: string) => {
    const end = buffer.indexOf(lineEnd, start);
    linesInside = 0;
    if (end >= 0) emit(end, end + 1, fault);
    else emit(buffer.length, buffer.length, fault);
  };
  const scan = () => {
    while (position < buffer.length) {
      const byte = buffer[position];
      if (byte === lineEnd && reading.state !== 'quoted') {
        const end = position > start && buffer[position - 1] === carriageReturn ? position - 1 : position;
        emit(end, position + 1);
        continue;
      }
      if (byte === lineEnd) linesInside += 1;
      const next = after(reading.state, byte, delimiter, quote);
      if (next === undefined) {
        // The whole first line must be at hand to be given up, and to know where the next begins.
        if (buffer.indexOf(lineEnd, start) < 0) return;
        faultFirstLine('text after a closing quote');
        continue;
      }
      reading.state = next;
      position += 1;
    }
  };

  for await (const chunk of chunks) {
    const skipped = Math.min(toSkip, chunk.length);
    toSkip -= skipped;
    buffer = Buffer.concat([buffer.subarray(start), chunk.subarray(skipped)]);
    position -= start;
    start = 0;
    scan();
    while (buffer.length - start > longest) {
      if (buffer.indexOf(lineEnd, start) >= 0) faultFirstLine('a quote that is not closed');
      else {
        if (!skipping)
          batch.push({
            line,
            bytes: Buffer.from(buffer.subarray(start, start + 8_192)),
            fault: `longer than ${String(longest)} bytes`,
          });
        skipping = true;
        [start, position] = [buffer.length, buffer.length];
        reading.state = 'plain';
      }
      scan();
    }
    if (batch.length > 0) yield batch;
    batch = [];
  }
  while (start < buffer.length || skipping) {
    if (reading.state === 'quoted' || position < buffer.length) {
      faultFirstLine(
        reading.state === 'quoted' ? 'a quote that is not closed' : 'text after a closing quote',
      );
      scan();
    } else emit(buffer.length, buffer.length);
  }
  if (batch.length > 0) yield batch;
}

/** Undefined where the byte cannot follow. A quote inside a plain field is text, as spreadsheets and Python read it. */
function after(
  state: State,
  byte: number | undefined,
  delimiter: number,
  quote: number | undefined,
): State | undefined {
  if (state === 'quoted') return byte === quote ? 'after quote' : 'quoted';
  if (byte === delimiter) return 'field start';
  if (state === 'after quote') {
    if (byte === quote) return 'quoted';
    return byte === carriageReturn ? 'after quote' : undefined;
  }
  return state === 'field start' && byte === quote ? 'quoted' : 'plain';
}
