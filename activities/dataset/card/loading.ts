import type { Format, JsonlFormat, KindName } from '../../../schemas/kinds/index.ts';
import type { SplitName, SplitRows } from '../../../schemas/splits.ts';
import { counted } from '../amounts.ts';
import { kindWriters } from '../kinds/index.ts';
import type { LeftOut } from '../places.ts';
import { linesFile } from '../write-lines.ts';
import { table } from './markdown.ts';

/** How a program reads the dataset: the folder as a whole, or one of its JSONL files. */
export function loading(
  kind: KindName,
  formats: readonly Format[],
  leftOut: readonly LeftOut[],
  system: string | undefined,
  configs: readonly string[],
  splits: readonly SplitRows[] | undefined,
): string {
  const writer = kindWriters[kind];
  const jsonl = formats.filter((format) => format !== 'parquet');
  const parquet = formats.includes('parquet');
  const other = parquet ? jsonl[0] : jsonl[1];
  const code = [
    'from datasets import load_dataset',
    '',
    '# the folder of this file, or the name of its repository on the hub',
    'rows = load_dataset("path/to/this/folder", split="train")',
    ...(other === undefined
      ? []
      : [`${other.replaceAll('-', '_')} = load_dataset("json", ${filesOf(other)}, split="train")`]),
  ];
  const names = splits?.map(({ name }) => name) ?? ['train'];
  const listed = (path: (split: SplitName) => string): string =>
    names.map((split) => `\`${path(split)}\``).join(', ');
  const files = [
    ...(parquet ? [[listed((split) => `data/${split}-*.parquet`), 'all columns, zstd']] : []),
    ...(jsonl.includes('text')
      ? [[listed((split) => `text/${split}-*.parquet`), 'the column `text` of `text.jsonl`']]
      : []),
    ...jsonl.map((format) => [
      listed((split) => linesFile(format, split)),
      writer.formats[format]?.shape ?? '',
    ]),
  ];
  return [
    `\`\`\`python\n${code.join('\n')}\n\`\`\``,
    table(['File', 'Holds'], files),
    ...(splits === undefined
      ? []
      : [
          table(
            ['Split', 'Rows'],
            splits.map(({ name, rows }) => [`\`${name}\``, counted(rows)]),
          ),
          "A row's split follows from its id: it is the same in every version.",
        ]),
    ...leftOut.map(
      ({ format, places }) =>
        `Not written as \`${format}\`, which has no place for ${places.map((place) => `\`${place}\``).join(', ')}.`,
    ),
    ...(configs.length === 0
      ? []
      : [`Configs to fine-tune a model on it: ${configs.map((path) => `\`${path}\``).join(', ')}.`]),
    ...(system === undefined || jsonl.length === 0 ? [] : [writer.systemNotice(jsonl)]),
  ].join('\n\n');
}

function filesOf(format: JsonlFormat): string {
  return `data_files="path/to/this/folder/${linesFile(format)}"`;
}
