import type { FilesInput, Format, SourceFile } from '../../schemas/table/corpus.ts';

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

type Writing = Pick<SourceFile, 'format' | 'compression' | 'csv' | 'encoding'>;

/** What of an input says how its files are written. */
export type WritingInput = Pick<FilesInput, 'format' | 'csv' | 'encoding'>;

/** How a file is written, by its name and by what the input says, which wins. Undefined where neither tells its format. */
export function writingOf(name: string, { format, csv, encoding }: WritingInput = {}): Writing | undefined {
  const lower = name.toLowerCase();
  const compression = lower.endsWith('.gz') ? 'gzip' : /\.zstd?$/.test(lower) ? 'zstd' : 'none';
  const extension = /\.([a-z]+)(\.gz|\.zstd?)?$/.exec(lower)?.[1] ?? '';
  const found = format ?? formats[extension];
  if (found === undefined) return undefined;
  if (found === 'parquet') return { format: found, compression: 'none' };
  return {
    format: found,
    compression,
    ...(csv === undefined || found !== 'csv' ? {} : { csv }),
    ...(encoding === undefined ? {} : { encoding }),
  };
}

/** Files that tell of data beside them: the hub's, those of saved datasets, and our own. */
const notData = new Set([
  'dataset_infos.json',
  'dataset_info.json',
  'dataset_dict.json',
  'manifest.json',
  'latest.json',
]);

/**
 * Whether a file of a folder is meant where only the folder is named: one whose name tells that it holds records. A .txt
 * is mostly a licence or a note, so it is meant only where the format says that texts are wanted. Some .json files tell of
 * data, and are none.
 */
export function isMeant(name: string, format?: Format): boolean {
  if (notData.has(name.split('/').at(-1) ?? '')) return false;
  const told = writingOf(name)?.format;
  const texts = format === 'text' || format === 'lines';
  return told !== undefined && (told === 'text') === texts;
}
