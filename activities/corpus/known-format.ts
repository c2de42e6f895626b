import type { Format, SourceFile } from '../../schemas/table/corpus.ts';

const formats: Readonly<Record<string, Format>> = {
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'jsonl',
  csv: 'csv',
  tsv: 'csv',
  parquet: 'parquet',
  txt: 'text',
};

export const knownExtensions = '.jsonl .ndjson .json .csv .tsv .txt (each also .gz or .zst) .parquet';

type Writing = Pick<SourceFile, 'format' | 'compression'>;

/** Format and compression by a file's name; `format` wins over the extension. Undefined where neither says it. */
export function writingOf(name: string, format?: Format): Writing | undefined {
  const lower = name.toLowerCase();
  const compression = lower.endsWith('.gz') ? 'gzip' : /\.zstd?$/.test(lower) ? 'zstd' : 'none';
  const extension = /\.([a-z]+)(\.gz|\.zstd?)?$/.exec(lower)?.[1] ?? '';
  const found = format ?? formats[extension];
  if (found === undefined) return undefined;
  return found === 'parquet' ? { format: found, compression: 'none' } : { format: found, compression };
}

/**
 * Whether a file of a folder is meant where only the folder is named: one whose name tells that it holds records. A .txt
 * is mostly a licence or a note, so it is meant only where the format says that texts are wanted.
 */
export function isMeant(name: string, format?: Format): boolean {
  const told = writingOf(name)?.format;
  const texts = format === 'text' || format === 'lines';
  return told !== undefined && (told === 'text') === texts;
}
