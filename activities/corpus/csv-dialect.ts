import type { SourceFile } from '../../schemas/table/corpus.ts';
import { withoutByteOrderMark } from './split-lines.ts';

/** How a CSV file is written. */
export interface CsvDialect {
  /** One character each of ASCII. */
  readonly delimiter: string;
  /** Undefined where no character quotes. */
  readonly quote: string | undefined;
  /** The byte that ends a record outside of quotes; a carriage return before a line feed goes with it. */
  readonly lineEnd: number;
  /** Bytes before the header: a byte order mark, and the line by which a spreadsheet names its delimiter. */
  readonly skip: number;
  /** The header's line, or one before it. */
  readonly firstLine: number;
}

/** Bytes of a file by which its dialect is told. */
export const dialectBytes = 65_536;

const newline = 0x0a;
const carriageReturn = 0x0d;

/**
 * The dialect that the config names, or that a file's beginning shows: by its name for .tsv, by a line `sep=;`, or by what
 * stands most often in its header. Between equals it is the comma.
 */
export function dialectOf({ name, csv = {} }: Pick<SourceFile, 'name' | 'csv'>, head: Buffer): CsvDialect {
  const quote = csv.quote === null ? undefined : (csv.quote ?? '"');
  const text = withoutByteOrderMark(head);
  const lineEnd = lineEndOf(text, quote);
  const told = /^sep=([\x20-\x7e\t])\r?[\r\n]/i.exec(text.toString('latin1', 0, 8));
  const skip = head.length - text.length + (told?.[0].length ?? 0);
  const named = csv.delimiter ?? told?.[1] ?? (/\.tsv(\.gz|\.zstd?)?$/i.test(name) ? '\t' : undefined);
  return {
    delimiter: named ?? mostFrequent(headerOf(head.subarray(skip), lineEnd), quote),
    quote,
    lineEnd,
    skip,
    firstLine: told === null ? 1 : 2,
  };
}

/** A carriage return where it alone ends lines, as it did on old Macs; else the line feed. */
function lineEndOf(text: Buffer, quote: string | undefined): number {
  if (!text.includes(carriageReturn)) return newline;
  const mark = quote?.charCodeAt(0);
  let [quoted, alone] = [false, false];
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at];
    if (byte === mark) quoted = !quoted;
    else if (quoted) continue;
    else if (byte === newline) return newline;
    else if (byte === carriageReturn) alone = true;
  }
  return alone && !(text.at(-1) === carriageReturn && text.indexOf(carriageReturn) === text.length - 1)
    ? carriageReturn
    : newline;
}

function headerOf(text: Buffer, lineEnd: number): string {
  const lines = text.toString('latin1').split(String.fromCharCode(lineEnd));
  return lines.find((line) => line.trim() !== '') ?? '';
}

function mostFrequent(header: string, quote: string | undefined): string {
  const counts = new Map([',', ';', '\t', '|'].map((delimiter) => [delimiter, 0]));
  let quoted = false;
  for (const character of header) {
    if (character === quote) quoted = !quoted;
    const count = counts.get(character);
    if (!quoted && count !== undefined) counts.set(character, count + 1);
  }
  return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most))[0];
}
