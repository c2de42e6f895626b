import type { SourceFile } from '../../schemas/table/corpus.ts';
import { CorpusUnreadable } from './corpus-unreadable.ts';
import type { JsonLayout } from './json-layout.ts';
import type { ByteLine } from './split-lines.ts';

const codes = {
  newline: 0x0a,
  quote: 0x22,
  comma: 0x2c,
  openList: 0x5b,
  backslash: 0x5c,
  closeList: 0x5d,
  open: 0x7b,
  close: 0x7d,
};
/** What is kept of a value that is too long, in bytes. */
const headBytes = 8_192;

/**
 * The values of a JSON list, or of a stream of values one after the other, each with the line where it begins; they are
 * told apart by their brackets alone, so that one that is malformed costs itself. A value above `longest` bytes is not
 * held. Throws CorpusUnreadable where the end comes inside of a value or the list, or text after the list.
 */
export async function* jsonValues(
  { name }: Pick<SourceFile, 'name'>,
  chunks: AsyncIterable<Uint8Array>,
  layout: Exclude<JsonLayout, 'lines'>,
  longest: number,
): AsyncGenerator<ByteLine[]> {
  const unusable = (problem: string, fix: string) => new CorpusUnreadable({ path: name, problem, fix });
  const scan = new ValueScan(layout, longest);
  for await (const chunk of chunks) {
    const batch = scan.read(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    if (batch.length > 0) yield batch;
    if (scan.after !== undefined)
      throw unusable(
        `there is text after the end of the list, in line ${String(scan.after)}`,
        'Write one list, or one record a line',
      );
  }
  const { rest, open } = scan.end();
  if (open !== undefined)
    throw unusable(
      `the JSON ends in the middle: what begins in line ${String(open)} is not closed`,
      'Copy or write it again; what was met before is not used, lest half a file go missing unseen',
    );
  if (rest.length > 0) yield rest;
}

/** Where a scan stands: before the list, between values, inside one, or after the list. */
type Place = 'before' | 'between' | 'value' | 'scalar' | 'after';

class ValueScan {
  /** Line of text after the list's end. */
  after: number | undefined;
  readonly #longest: number;
  readonly #isList: boolean;
  #place: Place;
  /** True from the first byte on that is neither white space nor UTF-8's mark. */
  #begun = false;
  #line = 1;
  #listLine = 1;
  #beganAt = 1;
  #depth = 0;
  #quoted = false;
  #escaped = false;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #tooLong = false;

  constructor(layout: 'list' | 'values', longest: number) {
    this.#longest = longest;
    this.#isList = layout === 'list';
    this.#place = this.#isList ? 'before' : 'between';
  }

  read(chunk: Buffer): ByteLine[] {
    const values: ByteLine[] = [];
    let start = 0;
    const finish = (end: number) => {
      this.#keep(chunk.subarray(start, end));
      values.push(this.#finished());
      this.#place = 'between';
    };
    for (let at = 0; at < chunk.length && this.after === undefined; at += 1) {
      const byte = chunk[at] ?? 0;
      if (byte === codes.newline) this.#line += 1;
      if (this.#place === 'value') {
        if (this.#inside(byte)) finish(at + 1);
        continue;
      }
      if (this.#place === 'scalar') {
        if (!endsScalar(byte)) continue;
        finish(at);
      }
      if (this.#between(byte)) start = at;
    }
    if (this.#place === 'value' || this.#place === 'scalar') this.#keep(Buffer.from(chunk.subarray(start)));
    return values;
  }

  end(): { rest: ByteLine[]; open?: number } {
    if (this.#place === 'value') return { rest: [], open: this.#beganAt };
    if (this.#isList && this.#place !== 'after') return { rest: [], open: this.#listLine };
    return { rest: this.#place === 'scalar' ? [this.#finished()] : [] };
  }

  /** Takes a byte of a value; true for its last one. */
  #inside(byte: number): boolean {
    if (this.#quoted) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === codes.backslash) this.#escaped = true;
      else if (byte === codes.quote) this.#quoted = false;
    } else if (byte === codes.quote) this.#quoted = true;
    else if (byte === codes.open || byte === codes.openList) this.#depth += 1;
    else if (byte === codes.close || byte === codes.closeList) this.#depth -= 1;
    return this.#depth === 0 && !this.#quoted;
  }

  /** Takes a byte outside of values; true where one begins. */
  #between(byte: number): boolean {
    if (byte <= 0x20 || (!this.#begun && isMark(byte))) return false;
    this.#begun = true;
    if (this.#place === 'after') {
      this.after = this.#line;
      return false;
    }
    if (this.#place === 'before') {
      this.#place = 'between';
      this.#listLine = this.#line;
      return false;
    }
    if (byte === codes.comma) return false;
    if (this.#isList && byte === codes.closeList) {
      this.#place = 'after';
      return false;
    }
    this.#beganAt = this.#line;
    this.#depth = 0;
    const nests = byte === codes.open || byte === codes.openList || byte === codes.quote;
    this.#place = nests ? 'value' : 'scalar';
    if (nests) this.#inside(byte);
    return true;
  }

  #keep(part: Buffer): void {
    if (this.#tooLong || part.length === 0) return;
    this.#held.push(part);
    this.#heldBytes += part.length;
    if (this.#heldBytes <= this.#longest) return;
    this.#tooLong = true;
    this.#held = [Buffer.from(Buffer.concat(this.#held).subarray(0, Math.min(headBytes, this.#longest)))];
  }

  #finished(): ByteLine {
    const value = { line: this.#beganAt, bytes: Buffer.concat(this.#held), tooLong: this.#tooLong };
    this.#held = [];
    this.#heldBytes = 0;
    this.#tooLong = false;
    return value;
  }
}

/** White space, a comma or a bracket: what can follow a number or a word. */
function endsScalar(byte: number): boolean {
  return (
    byte <= 0x20 ||
    byte === codes.comma ||
    byte === codes.closeList ||
    byte === codes.open ||
    byte === codes.openList
  );
}

/** A byte of UTF-8's mark at a file's beginning. */
function isMark(byte: number): boolean {
  return byte === 0xef || byte === 0xbb || byte === 0xbf;
}
