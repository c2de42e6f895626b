import { basename } from 'node:path';
import { listSources } from '../../../corpus/list-sources.ts';
import { readTableOf } from '../../../corpus/read-rows.ts';
import { RowsInputSchema, type FilesInput } from '../../../../schemas/table/corpus.ts';
import { valueAt } from '../../../corpus/value-at.ts';
import type { ObjectSourceFactory } from '../../../corpus/object-source.ts';
import { CorpusUnreadable } from '../../../corpus/corpus-unreadable.ts';
import { BenchmarkIndex } from './benchmark-index.ts';

export interface BenchmarkFiles {
  readonly benchmarks: readonly { readonly uri: string }[];
  readonly format?: FilesInput['format'] | undefined;
  /** Column of the texts. */
  readonly column: string;
  readonly n: number;
}

/** The n-grams of all texts of some benchmark files, each file a benchmark of its name. Throws CorpusUnreadable. */
export async function openBenchmarks(
  { benchmarks, format, column, n }: BenchmarkFiles,
  objects: ObjectSourceFactory,
): Promise<BenchmarkIndex> {
  const index = new BenchmarkIndex(n);
  const input = RowsInputSchema.parse({
    files: benchmarks.map(({ uri }) => uri),
    ...(format === undefined ? {} : { format }),
  });
  for (const file of await listSources(input, '.', objects)) {
    const benchmark = basename(file.name).replace(/\..*$/, '');
    let texts = 0;
    for await (const line of readTableOf(file, input, { objects })) {
      if ('reject' in line) continue;
      const text = valueAt(line.fields, column);
      if (typeof text !== 'string') continue;
      index.add({ benchmark, id: `line ${line.line}`, text });
      texts += 1;
    }
    if (texts === 0)
      throw new CorpusUnreadable({
        path: file.name,
        problem: `no row has a text in its column "${column}"`,
        fix: 'Name the column of the questions as decontaminate.column',
      });
  }
  return index;
}
