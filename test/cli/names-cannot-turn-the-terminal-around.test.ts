import pc from 'picocolors';
import { expect, it } from 'vitest';
import { PlainLines } from '../../cli/progress/plain-lines.ts';
import { Speed } from '../../cli/progress/speed.ts';
import { progressView } from '../../cli/progress/view.ts';
import { summaryLines } from '../../cli/summary.ts';
import { noCounts, noSpending } from '../../schemas/table/counts.ts';
import { configFile, generateConfig, ownFolder } from '../client/config-file.ts';
import { tunesmith } from './command-line.ts';

const odd = 'a\u202Egnp\u200B\u001b[31m';
const shown = String.raw`a\u202Egnp\u200B [31m`;
const palette = pc.createColors(false);

const stage = {
  stage: odd,
  title: odd,
  shards: 1,
  shardsDone: 1,
  rows: 1,
  total: 1,
  totalIsEstimate: false,
  out: 1,
  rejected: 0,
  asked: 0,
  reused: 0,
  completionTokens: 0,
  fromEarlier: false,
};
const progress = { phase: odd, paused: true, waiting: [odd], stages: [stage] };

function expectShown(text: string, times: number): void {
  expect(text.split(shown)).toHaveLength(times + 1);
  expect(text).not.toMatch(/\u202E|\u200B|\u001b/);
}

it('in the progress', () => {
  const view = progressView(progress, new Speed(), { name: odd, width: 120, palette, seconds: 1 });
  expectShown(view.join('\n'), 4);
  const lines: string[] = [];
  const plain = new PlainLines((line) => lines.push(line), new Speed());
  plain.show({ ...progress, paused: false }, 1);
  expectShown(lines.join('\n'), 3);
});

it('in the summary', () => {
  const table = {
    table: { digest: 'd', stage: odd, shards: 1 },
    title: odd,
    shards: 1,
    counts: noCounts,
    spending: noSpending,
    reasons: {},
    seconds: 1,
    reused: false,
  };
  const dataset = {
    name: odd,
    version: 1,
    unchanged: false,
    location: `/store/${odd}`,
    rows: 1,
    tables: [table],
    standIn: false,
  };
  expectShown(summaryLines(dataset, { seconds: 1, width: 120, palette }).join('\n'), 4);
});

it('in what is told of a config, and of a mistake in it', async () => {
  const model = JSON.stringify(odd);
  const good = configFile(generateConfig('', `model: { model: ${model} }`));
  expectShown((await tunesmith(['validate', good], ownFolder())).stdout, 1);
  const bad = configFile(generateConfig('', `model: { model: m, endpoint: ${model} }`));
  expectShown((await tunesmith(['validate', bad], ownFolder())).stderr, 1);
});
