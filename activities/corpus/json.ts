import type { SourceFile } from '../../schemas/table/corpus.ts';
import { layoutBytes, layoutOf } from './json-layout.ts';
import { jsonValues } from './json-values.ts';
import { excerpt, type RecordLine, type Tally } from './line.ts';
import { parseRecord } from './parse-record.ts';
import { peek } from './peek.ts';
import { isBlank, splitLines, type ByteLine } from './split-lines.ts';

/**
 * Records of JSON: lines of one each, or, where the beginning shows it, a list or records over several lines. Every line
 * or value is a record, a reject or blank; the tally at the end says how many of each. Throws CorpusUnreadable where a
 * list or a record is not closed.
 */
export async function* readJson(
  file: Pick<SourceFile, 'name'>,
  bytes: AsyncIterable<Uint8Array>,
  longestLine: number,
): AsyncGenerator<RecordLine, Tally> {
  let [records, rejects, blank] = [0, 0, 0];
  const { head, chunks } = await peek(bytes, layoutBytes);
  const layout = layoutOf(head);
  const batches =
    layout === 'lines' ? splitLines(chunks, longestLine) : jsonValues(file, chunks, layout, longestLine);
  for await (const batch of batches) {
    for (const line of batch) {
      if (!line.tooLong && isBlank(line.bytes)) {
        blank += 1;
        continue;
      }
      const outcome = recordLine(line, longestLine);
      if ('record' in outcome) records += 1;
      else rejects += 1;
      yield outcome;
    }
  }
  return { records, rejects, blank };
}

function recordLine({ line, bytes, tooLong }: ByteLine, longestLine: number): RecordLine {
  if (!tooLong) return { line, ...parseRecord(bytes) };
  const detail = `longer than ${String(longestLine)} bytes`;
  return { line, reject: { reason: 'line too long', detail, raw: excerpt(bytes) } };
}
