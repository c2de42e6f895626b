import { expect, it } from 'vitest';
import { PlainLines } from '../../cli/progress/plain-lines.ts';
import { Speed } from '../../cli/progress/speed.ts';
import type { BuildProgress, StageState } from '../../client/index.ts';

const stage = (rows: number, more: Partial<StageState> = {}): StageState => ({
  stage: 'score',
  title: 'Score',
  shards: 2,
  shardsDone: rows === 100 ? 2 : 0,
  rows,
  total: 100,
  totalIsEstimate: false,
  out: rows,
  rejected: 0,
  asked: rows,
  reused: 0,
  completionTokens: 0,
  fromEarlier: false,
  ...more,
});

/** Lines that are written when a build is looked at every second. */
function told(states: Partial<BuildProgress>[]): string[] {
  const lines: string[] = [];
  const speed = new Speed();
  const plain = new PlainLines((line) => lines.push(line), speed);
  for (const [second, state] of states.entries()) {
    for (const { stage: name, rows } of state.stages ?? []) speed.note(name, rows, second * 1000);
    plain.show({ phase: 'rows', paused: false, waiting: [], stages: [], ...state }, second);
  }
  return lines;
}

it('writes a line on a change, else one every five seconds', () => {
  const rows = Array.from({ length: 13 }, (_, second) => ({ stages: [stage(second * 7)] }));
  expect(told([...rows, { stages: [stage(100)] }, { stages: [stage(100)] }])).toEqual([
    '[0:00] rows',
    '[0:05] Score 35/100 (7.0/s)',
    '[0:10] Score 70/100 (7.0/s)',
    '[0:13] Score: 100 rows in, 100 out, 0 rejected, 100 answers asked for, 0 reused',
  ]);
});

it('says once that a build waits, is paused and goes on', () => {
  const waiting = { waiting: ['default does not answer'] };
  expect(told([{}, waiting, waiting, {}, { paused: true }, { paused: true }, {}])).toEqual([
    '[0:00] rows',
    '[0:01] waiting: default does not answer',
    '[0:03] going on',
    '[0:04] paused',
    '[0:06] going on',
  ]);
});

it('says why nothing moves at the end of the log, less and less often', () => {
  const waiting = Array.from({ length: 150 }, () => ({
    waiting: ['default does not answer'],
    stages: [stage(20)],
  }));
  const lines = told([{ stages: [stage(10)] }, ...waiting, { stages: [stage(30)] }]);
  expect(lines.slice(0, 4)).toEqual([
    '[0:00] rows',
    '[0:01] waiting: default does not answer',
    expect.stringMatching(/^\[0:06\] Score 20\/100.*; waiting: default does not answer$/),
    expect.stringMatching(/^\[0:11\] Score 20\/100.*; waiting: default does not answer$/),
  ]);
  expect(lines.slice(4).map((line) => line.slice(0, 6))).toEqual([
    '[0:21]',
    '[0:41]',
    '[1:21]',
    '[2:21]',
    '[2:31]',
  ]);
});

it('says once that an endpoint limits a build, though not always to the same', () => {
  const limited = (rate: string) => ({ waiting: [`limited to ${rate}/s by default (HTTP 429)`] });
  expect(told([{}, limited('3.2'), limited('3.4'), limited('12'), {}])).toEqual([
    '[0:00] rows',
    '[0:01] waiting: limited to 3.2/s by default (HTTP 429)',
    '[0:04] going on',
  ]);
});

it('tells a stage that runs twice twice', () => {
  const twice = [
    stage(100, { title: 'Cap' }),
    stage(100, { title: 'Fit' }),
    stage(100, { title: 'Cap', out: 90 }),
  ];
  const lines = told([{ stages: twice.slice(0, 2) }, { stages: twice }, { stages: twice }]);
  expect(lines.filter((line) => line.includes('Cap:'))).toHaveLength(2);
});

it('tells a table that was there already', () => {
  expect(told([{ stages: [stage(100, { fromEarlier: true })] }])).toContain(
    '[0:00] Score: 100 rows, all from an earlier build',
  );
});
