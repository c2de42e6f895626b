import { z } from 'zod';
import type { Section } from '../../../../schemas/dataset/section.ts';
import { share } from '../../../dataset/amounts.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';
import { hasColumn } from '../../common/analysis/has-column.ts';

const scale = Array.from({ length: 10 }, (_, at) => at + 1);

/** Scores that each teacher's answers got, and, where several teachers answered, who won how often. */
export async function teacherSection({ db, beside, viewOf }: AnalysisInputs): Promise<Section[]> {
  if (!(await hasColumn(db, 'teacher')) || !(await hasColumn(db, 'score'))) return [];
  const found = await db.rows(
    `SELECT teacher, score, count(*) AS rows FROM dataset GROUP BY teacher, score ORDER BY teacher, score`,
    { teacher: z.string(), score: z.int(), rows: z.int() },
  );
  const teachers = [...new Set(found.map(({ teacher }) => teacher))];
  if (teachers.length === 0) return [];
  const rowsOf = (teacher: string, score?: number) =>
    found
      .filter((each) => each.teacher === teacher && (score === undefined || each.score === score))
      .reduce((sum, { rows }) => sum + rows, 0);
  const all = found.reduce((sum, { rows }) => sum + rows, 0);
  const sections: Section[] = [
    {
      title: 'Scores by teacher',
      paragraphs: ['Answers of each teacher in this dataset, by the score that the judge gave them.'],
      tables: [
        {
          columns: ['Teacher', ...scale.map(String), 'Answers', 'Share'],
          rows: teachers.map((teacher) => [
            teacher,
            ...scale.map((score) => rowsOf(teacher, score)),
            rowsOf(teacher),
            share(rowsOf(teacher), all),
          ]),
        },
      ],
      plots: [
        {
          kind: 'bars',
          title: 'Scores by teacher',
          x: 'score',
          y: 'answers',
          beside: true,
          bars: teachers.flatMap((teacher) =>
            scale.map((score) => ({ label: String(score), value: rowsOf(teacher, score), series: teacher })),
          ),
        },
      ],
    },
  ];
  if (await hasColumn(db, 'teachers_agree')) return [...sections, await agreementSection(db, 'dataset')];
  const winners = beside.find(({ manifest }) => manifest.stage === 'best-of-teachers');
  return winners === undefined ? sections : [...sections, await agreementSection(db, await viewOf(winners))];
}

/** How often teachers had the same best score for an instruction, and who had a better one. */
async function agreementSection(db: AnalysisInputs['db'], winners: string): Promise<Section> {
  const won = await db.rows(
    `SELECT CASE WHEN teachers_agree THEN 'equally good' ELSE teacher END AS winner, count(*) AS rows FROM ${winners}
    WHERE teachers > 1 GROUP BY winner ORDER BY rows DESC, winner`,
    { winner: z.string(), rows: z.int() },
  );
  const all = won.reduce((sum, { rows }) => sum + rows, 0);
  return {
    title: 'Who wins an instruction',
    paragraphs: [
      'All instructions that several teachers answered usably, by whose best answer the judge scored highest.',
    ],
    tables: [
      {
        columns: ['Teacher', 'Instructions', 'Share'],
        rows: won.map(({ winner, rows }) => [winner, rows, share(rows, all)]),
      },
    ],
  };
}
