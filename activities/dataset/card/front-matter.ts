import { Document, visit } from 'yaml';
import type { BuildConfig } from '../../../schemas/build/build.ts';
import { kinds, type Format } from '../../../schemas/kinds/index.ts';
import type { DatasetFacts } from '../../../schemas/dataset/manifest.ts';
import { recipeOf } from '../../../schemas/recipes/index.ts';
import { hasInvisible, showInvisible } from '../../show-invisible.ts';
import { kindWriters } from '../kinds/index.ts';
import { linesFile } from '../write-lines.ts';

type Output = BuildConfig['output'];

/** The card's YAML, with keys that the Hugging Face hub knows and no others. */
export function frontMatter(facts: DatasetFacts, output: Output, formats: readonly Format[]): string {
  const { kind } = facts;
  return `---\n${yamlOf({
    license: output.license,
    language: output.language,
    pretty_name: facts.name,
    size_categories: [sizeCategory(facts.rows)],
    task_categories: [recipeOf(facts.recipe.name).task ?? kinds[kind].task],
    tags: ['synthetic', ...kindWriters[kind].tags, 'tunesmith', facts.recipe.name],
    configs: configsOf(formats),
  })}---\n`;
}

/** YAML in which what cannot be seen is written as escapes: the same values to a program. */
function yamlOf(value: object): string {
  const document = new Document(value);
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && hasInvisible(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  return showInvisible(document.toString());
}

/**
 * The default config reads the Parquet files, or, without them, the first JSONL file. `datasets` reads all configs of
 * a folder with one reader, so JSONL files have configs only where there is no Parquet.
 */
function configsOf(formats: readonly Format[]): object[] {
  const train = (path: string) => [{ split: 'train', path }];
  if (formats.includes('parquet'))
    return [
      { config_name: 'default', data_files: train('data/train-*.parquet') },
      ...(formats.includes('text')
        ? [{ config_name: 'text', data_files: train('text/train-*.parquet') }]
        : []),
    ];
  const jsonl = [...new Set(formats)].filter((format) => format !== 'parquet');
  return jsonl.map((format, at) => ({
    config_name: at === 0 ? 'default' : format,
    data_files: train(linesFile(format)),
  }));
}

const sizes: readonly [number, string][] = [
  [1e3, 'n<1K'],
  [1e4, '1K<n<10K'],
  [1e5, '10K<n<100K'],
  [1e6, '100K<n<1M'],
  [1e7, '1M<n<10M'],
  [1e8, '10M<n<100M'],
  [1e9, '100M<n<1B'],
  [1e10, '1B<n<10B'],
];

/** The hub's name of a size. */
function sizeCategory(rows: number): string {
  return sizes.find(([below]) => rows < below)?.[1] ?? '10B<n<100B';
}
