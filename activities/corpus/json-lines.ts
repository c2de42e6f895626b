import { excerpt, type RecordLine, type Tally } from './line.ts';
import { parseRecord } from './parse-record.ts';
import { isBlank, splitLines, type ByteLine } from './split-lines.ts';

/** Records of JSON lines. Every line is a record, a reject or blank; the tally at the end says how many of each. */
export async function* readJsonLines(
  chunks: AsyncIterable<Uint8Array>,
  longestLine: number,
): AsyncGenerator<RecordLine, Tally> {
  let [records, rejects, blank] = [0, 0, 0];
  for await (const batch of splitLines(chunks, longestLine)) {
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
