import type { SourceFile } from '../../schemas/table/corpus.ts';
import { CorpusUnreadable } from './corpus-unreadable.ts';
import { peek } from './peek.ts';

interface Foreign {
  readonly begins: RegExp;
  readonly problem: string;
  readonly fix: string;
}

/** What text never begins with: read as text, its lines would come as rows. */
const foreign: readonly Foreign[] = [
  {
    begins: /^version https:\/\/git-lfs\.github\.com\/spec\//,
    problem: 'it is a pointer of Git LFS, not the data itself',
    fix: 'Fetch the data: git lfs pull, or hf download',
  },
  {
    begins: /^\x1f\x8b/,
    problem: 'it is compressed with gzip, and its name does not tell so',
    fix: 'Let its name end in .gz',
  },
  {
    begins: /^\x28\xb5\x2f\xfd/,
    problem: 'it is compressed with zstd, and its name does not tell so',
    fix: 'Let its name end in .zst',
  },
  {
    begins: /^PK\x03\x04/,
    problem: 'it is a ZIP archive, as spreadsheets are too',
    fix: 'Unpack it, or export the sheet as CSV',
  },
  {
    begins: /^PAR1[\x00-\x08\x0e-\x1f]/,
    problem: 'it is a Parquet file',
    fix: 'Set format: parquet, or let its name end in .parquet',
  },
  { begins: /^\xd0\xcf\x11\xe0/, problem: 'it is an old spreadsheet', fix: 'Export the sheet as CSV' },
  {
    begins: /^SQLite format 3\x00/,
    problem: 'it is a SQLite database',
    fix: 'Export the table as CSV or JSONL',
  },
  {
    begins: /^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)\b/i,
    problem: 'it is a page of HTML, as servers send it in place of a file',
    fix: 'Download the file again, from the address of the file itself',
  },
];

const headBytes = 256;

/** The same bytes, of a file that can be of records. Throws CorpusUnreadable for one of another kind, by its first bytes. */
export async function* recordBytes(
  { name }: Pick<SourceFile, 'name'>,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const { head, chunks } = await peek(bytes, headBytes);
  const text = head.toString('latin1', 0, headBytes);
  const met = foreign.find(({ begins }) => begins.test(text));
  if (met !== undefined) throw new CorpusUnreadable({ path: name, problem: met.problem, fix: met.fix });
  yield* chunks;
}
