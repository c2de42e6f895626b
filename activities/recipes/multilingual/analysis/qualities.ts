import { z } from 'zod';
import type { Section, SectionPlot } from '../../../../schemas/dataset/section.ts';
import { identifier } from '../../../parquet/sql.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';

const CountedSchema = { label: z.string(), series: z.string(), rows: z.int() };

/** Figure 5: scores of all pairs that were judged, the dropped ones too, by language. */
export async function scoreSection({ db, table, rejects }: AnalysisInputs): Promise<Section[]> {
  const [kept, judged] = [await table('score-pair'), await table('generate-instruction')];
  if (kept === undefined || judged === undefined) return [];
  const dropped = await rejects('score-pair');
  const found = await db.rows(
    `SELECT CAST(score AS VARCHAR) AS label, language AS series, count(*) AS rows FROM (
      SELECT score, language FROM ${kept}
      UNION ALL SELECT TRY_CAST(detail AS BIGINT), language FROM ${dropped} AS dropped JOIN ${judged} AS judged
        ON judged.id = dropped.id WHERE regexp_full_match(detail, '[1-5]'))
    GROUP BY ALL ORDER BY ALL`,
    CountedSchema,
  );
  if (found.length === 0) return [];
  const languages = [...new Set(found.map(({ series }) => series))].sort();
  const rowsOf = (language: string, score: number): number =>
    found.find(({ label, series }) => label === String(score) && series === language)?.rows ?? 0;
  const drawn = [1, 2, 3, 4, 5].flatMap((score) =>
    languages.map((series) => ({ label: String(score), series, rows: rowsOf(series, score) })),
  );
  return [
    {
      title: 'Scores by language',
      paragraphs: [
        'Pairs by the score that they were given, those that were dropped for it among them (Figure 5).',
      ],
      tables: [
        {
          columns: ['Language', '1', '2', '3', '4', '5'],
          rows: languages.map((language) => [
            language,
            ...[1, 2, 3, 4, 5].map((score) => rowsOf(language, score)),
          ]),
        },
      ],
      plots: [bars('Scores', 'score', drawn)],
    },
  ];
}

/** Section 3.1: estimated quality of both translations, in steps of 0.05. */
export async function qualitySection({ db, table, rejects }: AnalysisInputs): Promise<Section[]> {
  const both = [
    { stage: 'estimate-response', column: 'response_quality', series: 'response' },
    { stage: 'estimate-instruction', column: 'instruction_quality', series: 'instruction' },
  ];
  const found: z.output<z.ZodObject<typeof CountedSchema>>[] = [];
  for (const { stage, column, series } of both) {
    const kept = await table(stage);
    if (kept === undefined) continue;
    const dropped = await rejects(stage);
    found.push(
      ...(await db.rows(
        `SELECT printf('%.2f', floor(quality * 20) / 20) AS label, '${series}' AS series, count(*) AS rows FROM (
          SELECT ${identifier(column)} AS quality FROM ${kept}
          UNION ALL SELECT TRY_CAST(detail AS DOUBLE) FROM ${dropped} WHERE reason = 'poor translation')
        WHERE quality IS NOT NULL GROUP BY ALL ORDER BY ALL`,
        CountedSchema,
      )),
    );
  }
  if (found.length === 0) return [];
  return [
    {
      title: 'Quality of the translations',
      paragraphs: ['Reference-free estimates, those of dropped rows among them, in steps of 0.05.'],
      plots: [bars('Estimated quality', 'from', withEmptySteps(found))],
    },
  ];
}

/** An axis of labels has no place for steps that no row is in, which would bring those beside them together. */
function withEmptySteps<Counted extends { label: string; series: string; rows: number }>(
  found: readonly Counted[],
): { label: string; series: string; rows: number }[] {
  const steps = found.map(({ label }) => Math.round(Number(label) * 20));
  const first = Math.min(...steps);
  // Scores are about 0 to 1: what lies far outside is not worth hundreds of empty bars.
  const count = Math.min(Math.max(...steps) - first, 40) + 1;
  const series = [...new Set(found.map((each) => each.series))];
  const empty = Array.from({ length: count }, (_, at) => ((first + at) / 20).toFixed(2))
    .filter((label) => !found.some((each) => each.label === label))
    .map((label) => ({ label, series: series[0] ?? '', rows: 0 }));
  return [...found, ...empty].sort(
    (a, b) => Number(a.label) - Number(b.label) || series.indexOf(a.series) - series.indexOf(b.series),
  );
}

function bars(
  title: string,
  x: string,
  found: readonly { label: string; series: string; rows: number }[],
): SectionPlot {
  const drawn = found.map(({ label, series, rows }) => ({ label, series, value: rows }));
  return { kind: 'bars', title, x, y: 'rows', bars: drawn };
}
