import { z } from 'zod';
import type { Section } from '../../../../schemas/dataset/section.ts';
import { share } from '../../../dataset/amounts.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';

/** The stage after which the fragments are those that the paper begins with: about a million a language. */
const selected = 'deduplicate-fragments';

/** Rows of each language after each stage, and what became of the fragments (section 4: about half of them pairs). */
export async function yieldSection({ db, tables, table }: AnalysisInputs): Promise<Section[]> {
  const stages = tables.map(({ manifest, summary }) => ({ stage: manifest.stage, title: summary.title }));
  const last = new Map(
    stages.map(({ stage, title }) => [stage, title.replace(/ \([a-z]{3}_[A-Z][a-z]{3}\)$/, '')]),
  );
  const counts = new Map<string, Map<string, number>>();
  for (const stage of last.keys()) {
    const view = await table(stage);
    if (view === undefined) continue;
    const found = await db.rows(
      `SELECT language, count(*) AS rows FROM ${view} GROUP BY language ORDER BY language`,
      { language: z.string(), rows: z.int() },
    );
    for (const { language, rows } of found) {
      const of = counts.get(language) ?? new Map<string, number>();
      counts.set(language, of.set(stage, rows));
    }
  }
  const first = last.has(selected) ? selected : 'import';
  const final = [...last.keys()].at(-1) ?? first;
  // Stages that drop and add nothing would say nothing here.
  const told = [...last.keys()].filter(
    (stage, at, all) =>
      at === 0 ||
      stage === final ||
      [...counts.values()].some((of) => of.get(stage) !== of.get(all[at - 1] ?? '')),
  );
  const rows = [...counts].map(([language, of]) => [
    language,
    ...told.map((stage) => of.get(stage) ?? 0),
    share(of.get(final) ?? 0, of.get(first) ?? 0),
  ]);
  return [
    {
      title: 'Languages',
      paragraphs: [
        `Rows of each language after each stage. The yield is that of the rows after “${last.get(first) ?? first}”; the paper ` +
          'made about 500,000 pairs of a million fragments a language.',
      ],
      tables: [{ columns: ['Language', ...told.map((stage) => last.get(stage) ?? stage), 'Yield'], rows }],
    },
  ];
}

/** Table 2: characters of instructions and responses; and how often an instruction is repeated (Figure 2). */
export async function lengthSection({ db }: AnalysisInputs): Promise<Section[]> {
  const found = await db.rows(
    `SELECT language, count(*) AS rows, count(*) - count(DISTINCT hash(instruction)) AS repeated,
      avg(instruction_characters) AS instruction, coalesce(stddev_pop(instruction_characters), 0) AS instruction_sd,
      avg(response_characters) AS response, coalesce(stddev_pop(response_characters), 0) AS response_sd
    FROM dataset GROUP BY language ORDER BY language`,
    {
      language: z.string(),
      rows: z.int(),
      repeated: z.int(),
      instruction: z.number(),
      instruction_sd: z.number(),
      response: z.number(),
      response_sd: z.number(),
    },
  );
  if (found.length === 0) return [];
  const spread = (mean: number, sd: number): string => `${Math.round(mean)} (±${Math.round(sd)})`;
  return [
    {
      title: 'Lengths in characters',
      paragraphs: [
        'Mean and standard deviation, as in Table 2 of the paper. Repeated instructions are those that another row of the ' +
          'language has had before.',
      ],
      tables: [
        {
          columns: ['Language', 'Instruction', 'Response', 'Repeated instructions'],
          rows: found.map((each) => [
            each.language,
            spread(each.instruction, each.instruction_sd),
            spread(each.response, each.response_sd),
            share(each.repeated, each.rows),
          ]),
        },
      ],
    },
  ];
}

/** Which languages were told by their script alone, since the identifier does not know them. */
export async function identifiedSection({ db, table }: AnalysisInputs): Promise<Section[]> {
  const view = await table('heuristics');
  if (view === undefined) return [];
  const found = await db.rows(
    `SELECT language, count(*) AS rows FROM ${view} WHERE language_checked = 'script' GROUP BY language ORDER BY language`,
    { language: z.string(), rows: z.int() },
  );
  if (found.length === 0) return [];
  const list = found.map(({ language, rows }) => `${language} (${String(rows)} fragments)`).join(', ');
  return [
    {
      title: 'Languages told by their script alone',
      paragraphs: [
        `The identifier was not asked for or does not know ${list}: text of another language in the same script may be among them.`,
      ],
    },
  ];
}
