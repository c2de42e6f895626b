import { z } from 'zod';
import type { Section } from '../../../../schemas/dataset/section.ts';
import { share } from '../../../dataset/amounts.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';
import { verbTableOf } from '../../common/analysis/verb-table.ts';

/** Rows whose instructions are looked at for verbs: half a second. */
const looked = 1000;

/** Section 2 (C): how often each task was drawn, and how many of its pairs are in the dataset. */
export async function taskSection({ db, table }: AnalysisInputs): Promise<Section[]> {
  const drawn = await table('generate-instruction');
  if (drawn === undefined) return [];
  const found = await db.rows(
    `SELECT drawn.task, count(*) AS rows, count(dataset.id) AS kept FROM ${drawn} AS drawn
      LEFT JOIN dataset ON dataset.id = drawn.id GROUP BY drawn.task ORDER BY rows DESC, drawn.task`,
    { task: z.string(), rows: z.int(), kept: z.int() },
  );
  const all = found.reduce((sum, { kept }) => sum + kept, 0);
  return [
    {
      title: 'Tasks',
      paragraphs: ['Instructions by the task prompt that they were generated with.'],
      tables: [
        {
          columns: ['Task', 'Generated', 'In the dataset', 'Share of the dataset', 'Kept'],
          rows: found.map(({ task, rows, kept }) => [task, rows, kept, share(kept, all), share(kept, rows)]),
        },
      ],
    },
  ];
}

/** Figure 4: root verbs of the English instructions and the nouns that are their objects. */
export async function verbSection({ db, tables, config }: AnalysisInputs): Promise<Section[]> {
  const columns = tables.at(-1)?.manifest.columns ?? [];
  if (!columns.some(({ name }) => name === 'instruction_en')) return [];
  const rows = await db.rows(
    `SELECT left(instruction_en, 600) AS instruction_en FROM dataset ORDER BY md5('${config.seed}-' || id), id LIMIT ${looked}`,
    { instruction_en: z.string() },
  );
  const found = await verbTableOf(rows.map(({ instruction_en }) => instruction_en));
  if (found === undefined) return [];
  return [
    {
      title: 'What the English instructions ask for',
      paragraphs: [
        `The first verb with a noun as its object, in ${String(rows.length)} instructions drawn by the seed: ` +
          `${share(found.parsed, rows.length)} have one, in ${String(found.pairs)} different pairs (Figure 4).`,
      ],
      tables: [found.table],
    },
  ];
}
