import { isUtf8 } from 'node:buffer';
import type { SourceFile } from '../../schemas/table/corpus.ts';
import { CorpusUnreadable } from './corpus-unreadable.ts';
import { dialectBytes, dialectOf, type CsvDialect } from './csv-dialect.ts';
import { csvFields } from './csv-fields.ts';
import { csvRecords, type CsvRecord } from './csv-records.ts';
import { excerpt, type RecordLine, type Tally } from './line.ts';
import { peek } from './peek.ts';

/**
 * Records of a CSV file with a header row, every value a string. A column without a name, such as the index that pandas
 * writes, is called as pandas calls it. Throws CorpusUnreadable where the header cannot name the columns.
 */
export async function* readCsv(
  file: SourceFile,
  bytes: AsyncIterable<Uint8Array>,
  longestRecord: number,
): AsyncGenerator<RecordLine, Tally> {
  const { head, chunks } = await peek(bytes, dialectBytes);
  const dialect = dialectOf(file, head);
  let header: string[] | undefined;
  let [records, rejects, blank] = [0, 0, 0];
  for await (const batch of csvRecords(chunks, dialect, longestRecord)) {
    for (const record of batch) {
      if (record.bytes.length === 0) {
        blank += 1;
      } else if (header === undefined) {
        header = headerOf(file, record, dialect);
      } else {
        const outcome = recordLine(record, header, dialect);
        if ('record' in outcome) records += 1;
        else rejects += 1;
        yield outcome;
      }
    }
  }
  return { records, rejects, blank };
}

function headerOf(file: SourceFile, { bytes, fault }: CsvRecord, dialect: CsvDialect): string[] {
  const unusable = (problem: string) =>
    new CorpusUnreadable({
      path: file.name,
      problem: `the first line is no header row: ${problem}`,
      fix: 'Give every column a name of its own in the first line, in UTF-8',
    });
  if (fault !== undefined) throw unusable(fault);
  if (!isUtf8(bytes)) throw unusable('it is not UTF-8');
  const names = csvFields(bytes.toString('utf8'), dialect).map((name) => name.trim());
  if (names.every((name) => name === '')) throw unusable('no column has a name');
  for (const [index, name] of names.entries()) if (name === '') names[index] = `Unnamed: ${String(index)}`;
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw unusable(`two columns are called "${excerpt(name)}"`);
    seen.add(name);
  }
  return names;
}

function recordLine({ line, bytes, fault }: CsvRecord, header: string[], dialect: CsvDialect): RecordLine {
  if (fault !== undefined) {
    return { line, reject: { reason: 'malformed CSV', detail: fault, raw: excerpt(bytes) } };
  }
  if (!isUtf8(bytes)) return { line, reject: { reason: 'invalid UTF-8', detail: null, raw: excerpt(bytes) } };
  const text = bytes.toString('utf8');
  const fields = csvFields(text, dialect);
  if (fields.length !== header.length) {
    const detail = `${String(fields.length)} fields, the header has ${String(header.length)}`;
    return { line, reject: { reason: 'malformed CSV', detail, raw: excerpt(text) } };
  }
  return { line, record: Object.fromEntries(header.map((name, index) => [name, fields[index] ?? ''])) };
}
