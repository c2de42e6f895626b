import type { z } from 'zod';
import type { RowShape } from '../../schemas/column.ts';
import { CorpusSchema, documentShape, RowsInputSchema, type SourceFile } from '../../schemas/corpus.ts';
import { recordShape } from '../../schemas/record.ts';
import type { LineReject } from '../corpus/line.ts';
import { nothingUsable, readDocuments } from '../corpus/read-documents.ts';
import { readTableOf, type ReadIo } from '../corpus/read-rows.ts';

type Columns = Readonly<Record<string, unknown>>;

/** One line of a corpus: a row or the reason why it is none, and the file and line that it stood in. */
export type ImportLine =
  | { readonly origin: string; readonly row: Columns; readonly bytes: number }
  | { readonly origin: string; readonly reject: LineReject };

/** What a corpus is read as. */
export interface ImportKind {
  readonly shape: RowShape;
  /** The part of the config, checked: what decides which rows come out. */
  readonly corpus: z.output<typeof CorpusSchema> | z.output<typeof RowsInputSchema>;
  lines(files: readonly SourceFile[], io: ReadIo): AsyncGenerator<ImportLine>;
}

export const importKinds = ['documents', 'records'] as const;

export function importKind(kind: (typeof importKinds)[number], config: unknown): ImportKind {
  if (kind === 'documents') {
    const corpus = CorpusSchema.parse(config);
    return { shape: documentShape, corpus, lines: (files, io) => documents(files, corpus, io) };
  }
  const corpus = RowsInputSchema.parse(config);
  return { shape: recordShape, corpus, lines: (files, io) => records(files, corpus, io) };
}

async function* documents(
  files: readonly SourceFile[],
  corpus: z.output<typeof CorpusSchema>,
  io: ReadIo,
): AsyncGenerator<ImportLine> {
  for await (const line of readDocuments(files, corpus, io)) {
    const origin = `${line.file}:${line.line}`;
    if ('reject' in line) yield { origin, reject: line.reject };
    else yield { origin, row: line.document, bytes: Buffer.byteLength(line.document.text) };
  }
}

const record = {
  what: 'row',
  fix: 'Rows are JSON objects, or lines under a header: see table.where for the filters',
};

async function* records(
  files: readonly SourceFile[],
  corpus: z.output<typeof RowsInputSchema>,
  io: ReadIo,
): AsyncGenerator<ImportLine> {
  let rows = 0;
  const reasons = new Map<string, number>();
  for (const file of files) {
    for await (const line of readTableOf(file, corpus, io)) {
      const origin = `${file.name}:${line.line}`;
      if ('reject' in line) {
        const { reason } = line.reject;
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
        yield { origin, reject: line.reject };
        continue;
      }
      yield { origin, row: { id: line.id, fields: line.fields }, bytes: JSON.stringify(line.fields).length };
      rows += 1;
      if (rows === corpus.limit) return;
    }
  }
  if (rows === 0) throw nothingUsable(files, reasons, record);
}
