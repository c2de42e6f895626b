import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { analyse } from '../../activities/dataset/analysis/analyse.ts';
import { AnalysisFailed, type RecipeAnalysis } from '../../activities/dataset/analysis/recipe-analysis.ts';
import { cardOf } from '../../activities/dataset/card/card.ts';
import { readTables } from '../../activities/dataset/dataset-tables.ts';
import { openRows } from '../../activities/dataset/open-rows.ts';
import { reportOf } from '../../activities/dataset/report/report.ts';
import { withDuckDB } from '../../activities/parquet/duckdb.ts';
import type { Analysis } from '../../schemas/dataset/analysis.ts';
import type { Section } from '../../schemas/dataset/section.ts';
import { finishedBuild } from './finished-build.ts';
import { publish } from './published.ts';

/** What the recipe's analysis of a finished build finds. */
async function analysed(own: RecipeAnalysis): Promise<Analysis> {
  const { folder, store, input } = await finishedBuild({ rows: 20 });
  const { build, tables, table } = input;
  const read = await readTables(build, tables);
  const final = read.find(({ summary }) => summary.table.digest === table.digest);
  if (final === undefined) throw new Error('no final table');
  await mkdir(join(folder, 'hold'));
  return withDuckDB({ memoryLimit: '256MB', scratchDir: folder }, async (db) =>
    analyse({
      db,
      apart: (use) => db.beside(use),
      sideBySide: true,
      store,
      kind: 'pair',
      rows: await openRows(db, final, join(folder, 'hold')),
      tables: read,
      beside: [],
      seed: 1,
      folder: join(folder, 'hold'),
      config: build.plan.config,
      analyses: new Map([['back-and-forth', own]]),
    }),
  );
}

test('a recipe reads its own tables and rejects, and what it finds is in the analysis', async () => {
  const { sections } = await analysed(async ({ db, table, rejects, config }) => {
    const scored = await table('score');
    const [kept] = await db.rows(`SELECT count(*) AS rows FROM ${scored ?? ''}`, { rows: z.int() });
    const of = async (stage?: string) => {
      const [found] = await db.rows(`SELECT count(*) AS rows FROM ${await rejects(stage)}`, {
        rows: z.int(),
      });
      return found?.rows ?? -1;
    };
    return [
      {
        title: config.name,
        paragraphs: [String(await table('no such stage'))],
        tables: [
          {
            columns: ['kept', 'all', 'score', 'rewrite'],
            rows: [[kept?.rows ?? -1, await of(), await of('score'), await of('rewrite')]],
          },
        ],
      },
    ];
  });
  expect(sections).toEqual([
    {
      title: 'a-dataset',
      paragraphs: ['undefined'],
      tables: [{ columns: ['kept', 'all', 'score', 'rewrite'], rows: [[20, 10, 10, 0]] }],
    },
  ]);
});

const nasty = '<script>alert(1)</script> | `x`';
const section: Section = {
  title: `Templates ${nasty}`,
  paragraphs: [`A paragraph ${nasty}`],
  tables: [
    {
      columns: ['Template', 'Rows'],
      rows: [
        [nasty, 12345],
        [null, 0.1234],
      ],
    },
  ],
  plots: [
    {
      kind: 'bars',
      title: 'Task mix',
      x: 'task',
      bars: [
        { label: nasty, value: 3, series: 'kept' },
        { label: 'b', value: 1 },
      ],
      line: { before: 'b', text: 'at 0.60' },
    },
    {
      kind: 'line',
      title: 'Growth',
      lines: [
        {
          name: nasty,
          points: [
            { x: 1, y: 1 },
            { x: 10, y: 5 },
          ],
        },
      ],
    },
    {
      kind: 'dots',
      title: 'Power law',
      log: ['x', 'y'],
      points: [
        { x: 0, y: 3 },
        { x: 1, y: 100 },
        { x: 10, y: 10 },
      ],
    },
  ],
};

test('sections stand in the card and, with plots, in the report; their text is data', async () => {
  const finished = await finishedBuild({ rows: 4 });
  const { manifest } = await publish(finished);
  const facts = { ...manifest, analysis: { ...manifest.analysis, sections: [section] } };
  const gathered = {
    facts,
    formats: ['parquet' as const],
    leftOut: [],
    data: [],
    first: undefined,
    drawn: [],
    rejects: [],
  };
  const card = cardOf(gathered, finished.input.build.plan.config.output);
  expect(card).toContain('## Templates \\<script\\>');
  expect(card).toContain('12,345');
  expect(card).toContain('Plots, in `report.html`: Task mix; Growth; Power law.');
  const page = reportOf(gathered, {});
  expect(page).not.toContain('<script>');
  expect(page).toContain('<h2>Templates &lt;script&gt;');
  const plots = [
    ...page.matchAll(/<figure class="card">\s*<h3>(Task mix|Growth|Power law)<\/h3>\s*(<svg.*?<\/svg>)/gs),
  ];
  expect(plots.map(([, title]) => title)).toEqual(['Task mix', 'Growth', 'Power law']);
  const [bars, line, dots] = plots.map(([, , svg]) => svg ?? '');
  expect(bars?.match(/<rect/g)).toHaveLength(2);
  expect(bars).toContain('at 0.60');
  expect(line).toContain('stroke="var(--accent)"');
  expect(dots?.match(/<circle/g)).toHaveLength(2);
  expect(page).not.toMatch(/(src|href)="https?:/);
});

test.each<[string, RecipeAnalysis, RegExp]>([
  [
    'SQL that DuckDB refuses',
    async ({ db }) => {
      await db.rows('SELECT nobody FROM dataset', { nobody: z.int() });
      return [];
    },
    /^the analysis of the recipe "back-and-forth" cannot be made: Binder Error.*nobody/,
  ],
  [
    'a column that is null',
    async ({ db }) => {
      await db.rows('SELECT NULL::DOUBLE AS mean FROM dataset', { mean: z.number() });
      return [];
    },
    /^the analysis of the recipe "back-and-forth" cannot be made: a row is not of the expected shape: .*\n.*mean/,
  ],
])('an analysis that is at fault is named as such: %s', async (_what, own, message) => {
  const fault: unknown = await analysed(own).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(AnalysisFailed);
  expect(fault).toMatchObject({ message: expect.stringMatching(message) as unknown });
});
