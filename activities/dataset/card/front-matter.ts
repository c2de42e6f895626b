import { Document, parseDocument, visit } from 'yaml';
import type { BuildConfig } from '../../../schemas/build/build.ts';
import { kinds, type Format } from '../../../schemas/kinds/index.ts';
import type { DatasetFacts } from '../../../schemas/dataset/manifest.ts';
import type { SplitName } from '../../../schemas/splits.ts';
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
    configs: configsOf(formats, splitsOf(facts)),
  })}---\n`;
}

/**
 * YAML in which what cannot be seen is written as escapes, and what a reader might take for something else than a text is
 * in quotes: `no`, a date and 1e3 are texts to readers of YAML 1.1 (PyYAML) and 1.2 (the hub) alike.
 */
export function yamlOf(value: object): string {
  const document = new Document(value);
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value !== 'string') return;
      if (hasInvisible(node.value) || !isText(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  return showInvisible(document.toString());
}

/** Whether a bare word is the same text to readers of either version. */
function isText(word: string): boolean {
  return (
    /^\p{L}/u.test(word) && versions.every((version) => parseDocument(word, { version }).toJS() === word)
  );
}

const versions = ['1.1', '1.2'] as const;

/**
 * The default config reads the Parquet files, or, without them, the first JSONL file. `datasets` reads all configs of
 * a folder with one reader, so JSONL files have configs only where there is no Parquet.
 */
function configsOf(formats: readonly Format[], splits: readonly SplitName[]): object[] {
  const files = (path: (split: SplitName) => string) => splits.map((split) => ({ split, path: path(split) }));
  if (formats.includes('parquet'))
    return [
      { config_name: 'default', data_files: files((split) => `data/${split}-*.parquet`) },
      ...(formats.includes('text')
        ? [{ config_name: 'text', data_files: files((split) => `text/${split}-*.parquet`) }]
        : []),
    ];
  const jsonl = [...new Set(formats)].filter((format) => format !== 'parquet');
  return jsonl.map((format, at) => ({
    config_name: at === 0 ? 'default' : format,
    data_files: files((split) => linesFile(format, split)),
  }));
}

/** Names of a version's splits. */
export function splitsOf({ splits }: Pick<DatasetFacts, 'splits'>): SplitName[] {
  return splits?.map(({ name }) => name) ?? ['train'];
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
export function sizeCategory(rows: number): string {
  return sizes.find(([below]) => rows < below)?.[1] ?? '10B<n<100B';
}
