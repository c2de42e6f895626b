import { isUtf8 } from 'node:buffer';
import { excerpt, type LineReject, type RecordLine, type Tally } from './line.ts';
import { isBlank, splitLines, type ByteLine } from './split-lines.ts';

/** Where a document of a plain text ends: at a blank line, as in CC-100, or at the end of its line. */
export type DocumentEnd = 'blank line' | 'line';

/**
 * Documents of a plain text, each as a record with a `text`, at the line where it begins. Line ends become LF; all other
 * characters stay as they are. One above `longest` bytes is a reject, and no more than that is ever held.
 */
export async function* readTextDocuments(
  chunks: AsyncIterable<Uint8Array>,
  end: DocumentEnd,
  longest: number,
): AsyncGenerator<RecordLine, Tally> {
  let [records, rejects, blank] = [0, 0, 0];
  let open: OpenDocument | undefined;
  const finish = function* (): Generator<RecordLine> {
    if (open === undefined) return;
    const outcome = open.finish();
    open = undefined;
    if ('record' in outcome) records += 1;
    else rejects += 1;
    yield outcome;
  };
  for await (const batch of splitLines(chunks, longest)) {
    for (const line of batch) {
      if (!line.tooLong && isBlank(line.bytes)) {
        blank += 1;
        yield* finish();
        continue;
      }
      open ??= new OpenDocument(line.line, longest);
      open.add(line);
      if (end === 'line') yield* finish();
    }
  }
  yield* finish();
  return { records, rejects, blank };
}

/** A document whose end was not met yet. */
class OpenDocument {
  private readonly line: number;
  private readonly longest: number;
  private lines: string[] = [];
  private bytes = 0;
  private fault: LineReject | undefined;

  constructor(line: number, longest: number) {
    this.line = line;
    this.longest = longest;
  }

  add({ line, bytes, tooLong }: ByteLine): void {
    this.bytes += bytes.length + 1;
    if (this.fault !== undefined) return;
    const detail = line === this.line ? null : `in line ${String(line)}`;
    if (tooLong || this.bytes - 1 > this.longest)
      this.fail('text too large', `longer than ${String(this.longest)} bytes`, bytes);
    else if (!isUtf8(bytes)) this.fail('invalid UTF-8', detail, bytes);
    else this.lines.push(bytes.toString('utf8'));
  }

  finish(): RecordLine {
    const { line, fault, lines } = this;
    return fault === undefined ? { line, record: { text: lines.join('\n') } } : { line, reject: fault };
  }

  private fail(reason: string, detail: string | null, bytes: Buffer): void {
    const raw = this.lines.length === 0 ? excerpt(bytes) : excerpt(this.lines.join('\n'));
    this.fault = { reason, detail, raw };
    this.lines = [];
  }
}
