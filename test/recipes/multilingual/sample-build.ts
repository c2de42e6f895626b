import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readTyped } from '../../../activities/parquet/read-rows.ts';
import { reconciles } from '../../../schemas/table/counts.ts';
import type { RowOf, RowShape } from '../../../schemas/table/column.ts';
import type { Dataset, TableSummary } from '../../../schemas/build/task.ts';
import type { Foundry } from '../../builds/foundry.ts';
import { languages } from './sample-texts.ts';
import { rowPaths } from '../../tables/stored-table.ts';

const role = { endpoint: 'default', model: 'stand-in' };

/** The recipe's config without its inputs, every role played by the stand-in. */
export const multilingual = {
  recipe: 'multilingual',
  roles: { translator: role, qe: role, generator: role, judge: role },
  sharding: { rows: 64 },
  output: { formats: ['parquet'] },
};

/** Copies the shipped texts into the foundry, where a test can add to them; returns the corpora of a config. */
export async function sampleCorpora({ folder }: Foundry): Promise<Record<string, unknown>[]> {
  const texts = join(folder, 'texts');
  await cp(fileURLToPath(new URL('../../../examples/texts', import.meta.url)), texts, { recursive: true });
  return languages.flatMap((language) => [
    { language, files: [join(texts, `${language}.txt`), join(texts, `${language}.jsonl`)] },
    {
      language,
      kind: 'answers',
      files: [join(texts, `${language}.answers.jsonl`)],
      columns: { text: 'answer' },
    },
  ]);
}

/** Columns of the recipe's last table. */
export const pairShape = {
  id: z.string(),
  language: z.string(),
  response: z.string(),
  response_en: z.string(),
  instruction: z.string(),
  instruction_en: z.string(),
  fragment_start: z.int(),
  fragment_end: z.int(),
  task: z.string(),
  score: z.int(),
  response_quality: z.number(),
  instruction_quality: z.number(),
};

/** Rows of a table, by id. */
export async function rowsOf<Shape extends RowShape>(
  store: string,
  { table }: Pick<TableSummary, 'table'>,
  shape: Shape,
): Promise<RowOf<Shape>[]> {
  const paths = await rowPaths(store, table);
  const rows = await Promise.all(paths.map((path) => readTyped(path, shape)));
  return rows.flat().sort((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1));
}

/** The stages whose rows do not add up. */
export function unreconciled({ tables }: Dataset): string[] {
  return tables.filter(({ counts }) => !reconciles(counts)).map(({ title }) => title);
}

/** Texts that were paid for twice, over all APIs of the stand-in. */
export function askedTwice({ standin }: Foundry): number {
  const { repeated, apis } = standin.stats();
  return Object.values(apis).reduce((sum, { repeatedTexts }) => sum + repeatedTexts, repeated);
}
