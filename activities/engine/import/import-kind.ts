import { z } from 'zod';
import { columnsOf, type RowShape } from '../../../schemas/table/column.ts';
import {
  CorpusSchema,
  documentShape,
  RowsInputSchema,
  TextsInputSchema,
  type FilesInput,
  type SourceFile,
} from '../../../schemas/table/corpus.ts';
import { recordShape } from '../../../schemas/table/record.ts';
import type { LineReject } from '../../corpus/line.ts';
import { nothingUsable, readDocuments } from '../../corpus/read-documents.ts';
import { readTableOf, type ReadIo } from '../../corpus/read-rows.ts';
import { digestOf } from '../../digest.ts';

type Columns = Readonly<Record<string, unknown>>;

/** One line of a corpus: a row or the reason why it is none, and the file and line that it stood in. */
export type ImportLine =
  | { readonly origin: string; readonly row: Columns; readonly bytes: number }
  | { readonly origin: string; readonly reject: LineReject };

/** Files that are read in one way. */
export interface ImportPart {
  readonly input: FilesInput;
  readonly lines: (files: readonly SourceFile[], io: ReadIo) => AsyncGenerator<ImportLine>;
}

/** What is imported: one or more corpora as one table. */
export interface ImportKind {
  readonly shape: RowShape;
  /** The part of the config, checked: what decides which rows come out. */
  readonly corpus: unknown;
  readonly parts: readonly ImportPart[];
}

export const importKinds = ['documents', 'records', 'texts'] as const;

export function importKind(kind: (typeof importKinds)[number], config: unknown): ImportKind {
  if (kind === 'documents') {
    const corpus = CorpusSchema.parse(config);
    return { shape: documentShape, corpus, parts: [documentsOf(corpus)] };
  }
  if (kind === 'texts') return textsKind(TextsInputSchema.parse(config));
  const corpus = RowsInputSchema.parse(config);
  const part: ImportPart = { input: corpus, lines: (files, io) => records(files, corpus, io) };
  return { shape: recordShape, corpus, parts: [part] };
}

/** Several corpora as one table: each row has its corpus's columns, and rows of equal texts in two corpora stay two. */
function textsKind(inputs: z.output<typeof TextsInputSchema>): ImportKind {
  const extra = Object.keys(inputs[0]?.columns ?? {}).sort();
  const shape = { ...documentShape, ...Object.fromEntries(extra.map((name) => [name, z.string()])) };
  // Throws for a name that no column can have.
  columnsOf(shape);
  const parts = inputs.map(({ corpus, columns }): ImportPart => {
    const { input, lines } = documentsOf(corpus);
    return {
      input,
      async *lines(files, io) {
        for await (const line of lines(files, io))
          yield 'reject' in line ? line : { ...line, row: withColumns(line.row, columns) };
      },
    };
  });
  return { shape, corpus: inputs, parts };
}

function withColumns(row: Columns, columns: Readonly<Record<string, string>>): Columns {
  return { ...row, ...columns, id: digestOf({ id: row['id'], columns }) };
}

function documentsOf(corpus: z.output<typeof CorpusSchema>): ImportPart {
  return { input: corpus, lines: (files, io) => documents(files, corpus, io) };
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
