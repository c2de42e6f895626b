import { z } from 'zod';
import type { Section } from '../../../../schemas/dataset/section.ts';
import { share } from '../../../dataset/amounts.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';
import { openVerbNoun } from './verb-noun.ts';

/** Rows whose instructions are looked at for verbs: half a second. */
const looked = 1000;
const shownVerbs = 12;
const shownNouns = 4;

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
  const verbNoun = await openVerbNoun();
  const verbs = new Map<string, Map<string, number>>();
  let parsed = 0;
  for (const { instruction_en } of rows) {
    const pair = verbNoun(instruction_en);
    if (pair === undefined) continue;
    parsed += 1;
    const nouns = verbs.get(pair.verb) ?? new Map<string, number>();
    verbs.set(pair.verb, nouns.set(pair.noun, (nouns.get(pair.noun) ?? 0) + 1));
  }
  if (parsed === 0) return [];
  const total = (nouns: ReadonlyMap<string, number>) =>
    [...nouns.values()].reduce((sum, each) => sum + each, 0);
  const pairs = [...verbs.values()].reduce((sum, nouns) => sum + nouns.size, 0);
  const most = [...verbs]
    .sort(([a, x], [b, y]) => total(y) - total(x) || (a < b ? -1 : 1))
    .slice(0, shownVerbs);
  return [
    {
      title: 'What the English instructions ask for',
      paragraphs: [
        `The first verb with a noun as its object, in ${String(rows.length)} instructions drawn by the seed: ` +
          `${share(parsed, rows.length)} have one, in ${String(pairs)} different pairs (Figure 4).`,
      ],
      tables: [
        {
          columns: ['Verb', 'Instructions', 'Its most frequent objects'],
          rows: most.map(([verb, nouns]) => [
            verb,
            total(nouns),
            [...nouns]
              .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
              .slice(0, shownNouns)
              .map(([noun, count]) => `${noun} (${String(count)})`)
              .join(', '),
          ]),
        },
      ],
    },
  ];
}
