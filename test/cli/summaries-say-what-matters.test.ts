import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { summaryLines } from '../../cli/summary.ts';
import { spendingOf } from '../../schemas/build/spending.ts';
import { widthOf } from '../../cli/text/width.ts';
import { noCounts, noSpending } from '../../schemas/table/counts.ts';
import type { Dataset, TableSummary } from '../../schemas/build/task.ts';

const table = (title: string, more: Partial<TableSummary> = {}): TableSummary => ({
  table: { digest: title, stage: title, shards: 1 },
  title,
  shards: 1,
  counts: { ...noCounts, in: 100, out: 80, rejected: 20 },
  spending: {
    ...noSpending,
    asked: 90,
    reused: 10,
    usage: { promptTokens: 5000, completionTokens: 2500 },
    cost: 0.25,
  },
  reasons: {},
  seconds: 3,
  reused: false,
  ...more,
});
const dataset = (more: Partial<Dataset> = {}): Dataset => ({
  name: 'demo',
  version: 3,
  unchanged: false,
  location: 's3://bucket/datasets/demo/v3',
  rows: 80,
  tables: [table('Score')],
  standIn: false,
  ...more,
});
const told = (shown: Dataset, width = 80) =>
  summaryLines(shown, { seconds: 65, uiUrl: 'http://ui/x', width, palette: pc.createColors(false) });

describe('the summary of a build', () => {
  it('tells rows, yield, answers, tokens, cost, time and places', () => {
    expect(told(dataset())).toEqual([
      '✔ demo (version 3): 80 rows in 1 min 5 s',
      '',
      'stage  in out rejected yield asked reused tokens',
      'Score 100  80       20 80.0%    90     10   2.5k',
      '',
      'Dataset      s3://bucket/datasets/demo/v3',
      'Report       s3://bucket/datasets/demo/v3/report.html',
      'Answers      90 asked, 10 reused',
      '             5.0k prompt + 2.5k completion tokens · $0.2500',
      'Temporal UI  http://ui/x',
    ]);
  });

  it('names the page that is there: banks have a README', () => {
    expect(told(dataset({ page: 'README.md' }))).toContain(
      'Report       s3://bucket/datasets/demo/v3/README.md',
    );
  });

  it('gives titles of samples room', () => {
    const sample = [
      { title: 'Prompt', text: 'Why?' },
      { title: 'Rejected, score 6.64', text: 'word '.repeat(40) },
    ];
    const shown = told(dataset({ sample }));
    expect(shown).toContain('Prompt                Why?');
    expect(shown.some((line) => /^Rejected, score 6\.64 {2}word word/.test(line))).toBe(true);
    expect(shown.filter((line) => /^ {22}word/.test(line))).toHaveLength(2);
    expect(Math.max(...shown.map(widthOf))).toBeLessThanOrEqual(80);
  });

  it('says that nothing had to be asked again, and counts nothing as paid', () => {
    const again = dataset({ unchanged: true, tables: [table('Score', { reused: true })] });
    expect(told(again)).toContain('✔ demo (version 3, unchanged): 80 rows in 1 min 5 s');
    expect(told(again)).toContain('Answers      nothing had to be asked again: all 100 answers were there');
    expect(spendingOf(again)).toMatchObject({
      asked: 0,
      reused: 100,
      cost: 0,
      usage: { completionTokens: 0 },
    });
  });

  it('says plainly when no language model wrote the text', () => {
    const note = 'A rule-based stand-in, not a language model, wrote this text.';
    expect(told(dataset({ standIn: true }))).toContain(note);
    expect(told(dataset())).not.toContain(note);
  });

  it('shows a sample in a few lines that fit, whatever it holds', () => {
    const sample = [
      { title: 'Instruction', text: `長い${'指示'.repeat(80)}` },
      { title: 'Response', text: `a\u001b[31m\n\n${'word '.repeat(200)}` },
    ];
    const lines = told(dataset({ sample }), 50).slice(-6);
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(50);
    expect(lines[0]).toMatch(/^Instruction {2}長い/);
    expect(lines[3]).toMatch(/^Response {5}a \[31m word/);
    expect(lines.join('')).not.toContain('\u001b');
  });
});
