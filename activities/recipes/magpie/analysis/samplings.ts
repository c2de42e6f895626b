import { z } from 'zod';
import type { Section, SectionPlot } from '../../../../schemas/dataset/section.ts';
import { difficulties, qualities } from '../../../../schemas/recipes/magpie/labels.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';
import { literal } from '../../../parquet/sql.ts';
import { hasColumn } from '../../common/analysis/has-column.ts';

/** A way in which some of the rows were drawn. */
export interface Drawn {
  readonly name: string;
  /** SQL that holds of its rows. */
  readonly holds: string;
  readonly temperature: number | null;
  readonly topP: number | null;
  readonly rows: number;
}

/** More are not told apart in a plot. */
const most = 9;

/** How the rows were drawn, the way of most rows first where there are more than nine. */
export async function samplingsOf(db: AnalysisInputs['db']): Promise<Drawn[]> {
  if (!(await hasColumn(db, 'temperature'))) return [];
  const found = await db.rows(
    'SELECT temperature, top_p, count(*) AS rows FROM dataset GROUP BY ALL ORDER BY rows DESC, temperature, top_p',
    { temperature: z.number().nullable(), top_p: z.number().nullable(), rows: z.int() },
  );
  const is = (column: string, value: number | null) => `${column} IS NOT DISTINCT FROM ${value ?? 'NULL'}`;
  return found
    .slice(0, most)
    .map(({ temperature, top_p: topP, rows }) => ({
      name: `T ${temperature ?? 'unsaid'}, top-p ${topP ?? 'unsaid'}`,
      holds: `${is('temperature', temperature)} AND ${is('top_p', topP)}`,
      temperature,
      topP,
      rows,
    }))
    .sort((a, b) => (a.temperature ?? 0) - (b.temperature ?? 0) || (a.topP ?? 0) - (b.topP ?? 0));
}

/** Means that D.3 goes by: of labels by their place on the scale, 1 to 5. */
const means = {
  tokens: { title: 'Tokens', needs: 'instruction_tokens', sql: 'avg(instruction_tokens)' },
  quality: { title: 'Mean quality', needs: 'quality', sql: meanOf('quality', qualities) },
  difficulty: { title: 'Mean difficulty', needs: 'difficulty', sql: meanOf('difficulty', difficulties) },
  distance: {
    title: 'Mean distance to the nearest',
    needs: 'neighbour_distance',
    sql: 'avg(neighbour_distance)',
  },
} as const;
type Mean = keyof typeof means;
const allMeans = ['tokens', 'quality', 'difficulty', 'distance'] as const satisfies readonly Mean[];

function meanOf(column: string, scale: readonly string[]): string {
  return `avg(list_position([${scale.map(literal).join(', ')}], ${column}))`;
}

const meanShape = {
  rows: z.int(),
  tokens: z.number().nullable(),
  quality: z.number().nullable(),
  difficulty: z.number().nullable(),
  distance: z.number().nullable(),
};

async function measuredMeans(db: AnalysisInputs['db']): Promise<Mean[]> {
  const found: Mean[] = [];
  // One after the other: a session has one query at a time.
  for (const mean of allMeans) if (await hasColumn(db, means[mean].needs)) found.push(mean);
  return found;
}

function selectOf(measured: readonly Mean[]): string {
  const each = allMeans.map(
    (mean) => `${measured.includes(mean) ? means[mean].sql : 'CAST(NULL AS DOUBLE)'} AS ${mean}`,
  );
  return `count(*) AS rows, ${each.join(', ')}`;
}

/** Figure 11: what temperature and top-p do to quality, difficulty and diversity. */
export async function samplingSection({ db }: AnalysisInputs): Promise<Section[]> {
  const samplings = await samplingsOf(db);
  const measured = await measuredMeans(db);
  if (samplings.length < 2) return [];
  const rows: (Drawn & Record<Mean, number | null>)[] = [];
  for (const drawn of samplings) {
    const [found] = await db.rows(
      `SELECT ${selectOf(measured)} FROM dataset WHERE ${drawn.holds}`,
      meanShape,
    );
    if (found !== undefined) rows.push({ ...drawn, ...found });
  }
  return [
    {
      title: 'What the sampling does',
      paragraphs: [
        'Instructions by how they were drawn; labels count from 1, the worst or the easiest, to 5. In the paper (D.3), ' +
          'more heat lowers the quality a little, and raises difficulty and the distance between instructions.',
      ],
      tables: [
        {
          columns: ['Temperature', 'Top-p', 'Rows', ...measured.map((mean) => means[mean].title)],
          rows: rows.map((each) => [
            String(each.temperature ?? '–'),
            String(each.topP ?? '–'),
            each.rows,
            ...measured.map((mean) => each[mean]),
          ]),
        },
      ],
      plots: [
        ...measured.filter((mean) => mean !== 'tokens').flatMap((mean) => meanPlot(mean, rows)),
        await lengthPlot(db, samplings),
      ],
    },
  ];
}

/** A line for each top-p over the temperature; none where one temperature alone was used. */
function meanPlot(mean: Mean, rows: readonly (Drawn & Record<Mean, number | null>)[]): SectionPlot[] {
  const points = rows.flatMap(({ temperature, topP, [mean]: y }) =>
    temperature === null || y === null ? [] : [{ x: temperature, y, topP }],
  );
  if (new Set(points.map(({ x }) => x)).size < 2) return [];
  const lines = [...new Set(points.map(({ topP }) => topP))].map((topP) => ({
    name: `top-p ${topP ?? 'unsaid'}`,
    points: points.filter((point) => point.topP === topP).map(({ x, y }) => ({ x, y })),
  }));
  return [{ kind: 'line', title: means[mean].title, x: 'temperature', lines }];
}

const bins = 24;

/** How long instructions are, by how they were drawn. */
async function lengthPlot(db: AnalysisInputs['db'], samplings: readonly Drawn[]): Promise<SectionPlot> {
  const [end] = await db.rows(
    'SELECT coalesce(quantile_disc(instruction_tokens, 0.99), 1)::BIGINT AS tokens FROM dataset',
    { tokens: z.int() },
  );
  const width = Math.max(1, Math.ceil((end?.tokens ?? 1) / bins));
  const lines = [];
  for (const { name, holds, rows } of samplings) {
    const found = await db.rows(
      `SELECT (instruction_tokens // ${width})::BIGINT AS bin, count(*) AS rows FROM dataset WHERE ${holds} GROUP BY bin`,
      { bin: z.int(), rows: z.int() },
    );
    const of = new Map(found.map((each) => [each.bin, each.rows]));
    const last = Math.floor((end?.tokens ?? 0) / width);
    lines.push({
      name,
      points: Array.from({ length: last + 1 }, (_, bin) => ({
        x: (bin + 0.5) * width,
        y: (100 * (of.get(bin) ?? 0)) / rows,
      })),
    });
  }
  return { kind: 'line', title: 'Length of instructions', x: 'tokens', y: '% of the sampling’s rows', lines };
}

/** Figure 12: what a domain's system prompt does. */
export async function domainSection({ db }: AnalysisInputs): Promise<Section[]> {
  if (!(await hasColumn(db, 'domain'))) return [];
  const measured = await measuredMeans(db);
  const found = await db.rows(
    `SELECT domain, language, ${selectOf(measured)} FROM dataset GROUP BY domain, language ORDER BY rows DESC, domain`,
    { domain: z.string().nullable(), language: z.string().nullable(), ...meanShape },
  );
  if (found.length < 2 && (found[0]?.domain ?? null) === null) return [];
  const languages = found.some(({ language }) => language !== null);
  return [
    {
      title: 'Domains',
      paragraphs: [
        'Instructions by the system prompt that they were drawn under. In the paper (D.3), instructions under one are ' +
          'easier and worse on the whole.',
      ],
      tables: [
        {
          columns: [
            'Domain',
            ...(languages ? ['Language'] : []),
            'Rows',
            ...measured.map((mean) => means[mean].title),
          ],
          rows: found.map((each) => [
            each.domain ?? 'none',
            ...(languages ? [each.language] : []),
            each.rows,
            ...measured.map((mean) => each[mean]),
          ]),
        },
      ],
    },
  ];
}
