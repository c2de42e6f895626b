import { z } from 'zod';
import type { Section, SectionPlot, SectionTable } from '../../../../schemas/dataset/section.ts';
import type { MagpieConfig } from '../../../../schemas/recipes/magpie/recipe.ts';
import { counted, share } from '../../../dataset/amounts.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';
import { shortened } from '../../../dataset/excerpt.ts';
import { literal } from '../../../parquet/sql.ts';
import { hasColumn } from '../../common/analysis/has-column.ts';
import { spreadOf, spreadPlot } from '../../common/analysis/spread.ts';

const shown = 10;

/** D.5: how near the instructions are to benchmarks' items, and how much of them stands in benchmarks. */
export async function contaminationSection(
  { db, tables, viewOf }: AnalysisInputs,
  { benchmarks, contamination: { cosine, overlap, n } }: MagpieConfig,
): Promise<Section[]> {
  if (!(await hasColumn(db, 'benchmark_overlap'))) return [];
  const near = await hasColumn(db, 'benchmark_cosine');
  // The import has all items' texts; it is the first table with a benchmark's name in each row.
  const imported = tables.find(({ manifest }) => manifest.columns.some(({ name }) => name === 'benchmark'));
  const items = imported === undefined ? undefined : await viewOf(imported);
  const rows: SectionTable['rows'] = [];
  for (const { name } of benchmarks) {
    const begins = (column: string) => `starts_with(${column}, ${literal(`${name}/`)})`;
    const [overlapping] = await db.rows(
      `SELECT count(*) AS rows FROM dataset WHERE benchmark_overlap > ${overlap} AND ${begins('overlap_item')}`,
      { rows: z.int() },
    );
    const all =
      items === undefined
        ? undefined
        : (
            await db.rows(`SELECT count(*) AS rows FROM ${items} WHERE benchmark = ${literal(name)}`, {
              rows: z.int(),
            })
          )[0];
    const [close] = near
      ? await db.rows(
          `WITH found AS (SELECT id, unnest(benchmark_near) AS item FROM dataset)
           SELECT count(DISTINCT item) AS items, count(DISTINCT id) AS rows FROM found WHERE ${begins('item')}`,
          { items: z.int(), rows: z.int() },
        )
      : [];
    rows.push([
      name,
      all?.rows ?? null,
      ...(near ? [close?.items ?? 0, share(close?.items ?? 0, all?.rows ?? 0), close?.rows ?? 0] : []),
      overlapping?.rows ?? 0,
    ]);
  }
  const spread = near ? await spreadOf(db, 'benchmark_cosine') : undefined;
  const plots: SectionPlot[] =
    spread === undefined ? [] : [spreadPlot('Cosine to the nearest benchmark item', 'cosine', spread)];
  return [
    {
      title: 'Contamination by benchmarks',
      paragraphs: [
        (near
          ? `An instruction is near to an item where the cosine of their embeddings is above ${cosine}; in the paper, at most ` +
            '10 of the 805 items of AlpacaEval 2 have such instructions, and none of Arena-Hard’s. '
          : 'Without a role embedder, cosines are not taken. ') +
          `It is part of a benchmark where more than ${share(overlap, 1)} of its words stand in ${counted(n)}-grams which the ` +
          'benchmark has too.',
      ],
      tables: [
        {
          columns: [
            'Benchmark',
            'Items',
            ...(near ? ['Items with a near instruction', 'Share', 'Rows near to one'] : []),
            'Rows that are part of it',
          ],
          rows,
        },
        ...(items === undefined ? [] : await nearest(db, items, near)),
      ],
      plots,
    },
  ];
}

/** The rows that are nearest to benchmarks, or have most of their words in them. */
async function nearest(db: AnalysisInputs['db'], items: string, near: boolean): Promise<SectionTable[]> {
  const text = (await hasColumn(db, 'instruction')) ? 'instruction' : 'prompt';
  const metric = near ? 'benchmark_cosine' : 'benchmark_overlap';
  const item = near ? 'benchmark_item' : 'overlap_item';
  const found = await db.rows(
    `WITH most AS (SELECT id, left(${text}, 400) AS instruction, ${metric} AS metric, ${item} AS item FROM dataset
        WHERE ${metric} > 0 AND ${item} IS NOT NULL ORDER BY metric DESC, id LIMIT ${shown})
     SELECT instruction, metric, benchmark, left(text, 400) AS text
     FROM most JOIN ${items} AS items ON items.benchmark || '/' || items.id = most.item ORDER BY metric DESC, most.id`,
    { instruction: z.string(), metric: z.number(), benchmark: z.string(), text: z.string() },
  );
  if (found.length === 0) return [];
  return [
    {
      columns: [
        near ? 'Nearest instructions' : 'Instructions that overlap most',
        near ? 'Cosine' : 'Share',
        'Benchmark',
        'Item',
      ],
      rows: found.map((each) => [
        shortened(each.instruction, 120),
        each.metric,
        each.benchmark,
        shortened(each.text, 120),
      ]),
    },
  ];
}
