import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { Speed } from '../../cli/progress/speed.ts';
import { progressView } from '../../cli/progress/view.ts';
import { widthOf } from '../../cli/text/width.ts';
import type { BuildProgress, StageState } from '../../client/index.ts';

const plain = pc.createColors(false);
const stage = (title: string, more: Partial<StageState> = {}): StageState => ({
  stage: title,
  title,
  shards: 4,
  shardsDone: 0,
  rows: 0,
  total: 400,
  totalIsEstimate: true,
  out: 0,
  rejected: 0,
  asked: 0,
  reused: 0,
  completionTokens: 0,
  fromEarlier: false,
  ...more,
});
const progress: BuildProgress = {
  phase: 'fit the context length, backtranslate, score and filter, rewrite, measure',
  paused: false,
  waiting: [],
  stages: [
    stage('Import', {
      shardsDone: 4,
      rows: 481,
      total: 481,
      totalIsEstimate: false,
      out: 481,
      fromEarlier: true,
    }),
    stage('Backtranslate', {
      rows: 216,
      total: 394,
      totalIsEstimate: false,
      rejected: 12,
      reused: 71,
      completionTokens: 6510,
    }),
    stage('Rewrite', { total: 195 }),
  ],
};
const speed = new Speed();
speed.note('Backtranslate', 176, 0);
speed.note('Backtranslate', 216, 1000);
const view = (width: number, shown = progress, palette = plain) =>
  progressView(shown, speed, { name: 'demo', width, palette, seconds: 72 });

describe('the progress of a build', () => {
  it('shows everything at 80 columns', () => {
    expect(view(80)).toEqual([
      '1:12 fit the context length, backtranslate, score and filter, rewrite, measure',
      'stage                         rows rows/s rejects tokens reused   ETA',
      'Import        ━━━━━━━━━━       481                          all',
      'Backtranslate ━━━━━╌╌╌╌╌   216/394     40      12   6.5k     71  0:04',
      'Rewrite       ╌╌╌╌╌╌╌╌╌╌    0/~195',
    ]);
  });

  it('keeps what matters most at 40 columns', () => {
    expect(view(40)).toEqual([
      '1:12 fit the context length, backtransl…',
      'stage              rows rejects   ETA',
      'Import              481',
      'Backtranslate   216/394      12  0:04',
      'Rewrite          0/~195',
    ]);
  });

  it('tells the whole of why it waits, in as many lines as that takes', () => {
    const reason =
      'default does not answer (http://127.0.0.1:8000/v1: connect ECONNREFUSED 127.0.0.1:8000); the build goes on when it does';
    const lines = view(80, { ...progress, waiting: [reason] }).slice(-2);
    expect(lines.join(' ')).toBe(`waiting: ${reason}`);
    expect(lines.every((line) => widthOf(line) <= 80)).toBe(true);
    const long = view(40, { ...progress, waiting: [`${reason} ${'and more of it '.repeat(20)}`] });
    expect(long).toHaveLength(view(40).length + 3);
    expect(long.at(-1)).toMatch(/…$/);
  });

  it.each([20, 33, 40, 60, 79, 80, 200])('never wraps at %d columns, wide characters included', (width) => {
    const wide: BuildProgress = {
      ...progress,
      phase: '逆翻訳と採点 🧵🧵 ｗｉｄｅ'.repeat(8),
      paused: true,
      waiting: ['端点が応答しません👩‍👩‍👧 '.repeat(9)],
      stages: [...progress.stages, stage('書き直し'.repeat(12), { rows: 123_456_789, total: 987_654_321 })],
    };
    for (const line of view(width, wide)) expect(widthOf(line)).toBeLessThanOrEqual(width);
  });

  it('has colours where there are any, and the same text under them', () => {
    const coloured = view(80, progress, pc.createColors(true)).join('\n');
    expect(coloured).toContain('\u001b[');
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(view(80).join('\n'));
  });

  it('tells what it waits for and how a paused build goes on', () => {
    const shown = { ...progress, paused: true, waiting: ['default does not answer\u001b[2J (refused)'] };
    expect(view(80, shown).slice(-2)).toEqual([
      'waiting: default does not answer [2J (refused)',
      '`tunesmith resume demo` goes on',
    ]);
  });

  it('leaves out the first stages when the terminal has too few lines', () => {
    const lines = progressView(progress, speed, {
      name: 'demo',
      width: 80,
      height: 5,
      palette: plain,
      seconds: 1,
    });
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['0:01', 'stage', 'Backtranslate', 'Rewrite']);
  });
});
