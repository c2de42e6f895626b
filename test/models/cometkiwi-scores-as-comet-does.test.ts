import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { asking } from '../inference/asking.ts';
import { startModelServer } from './model-server.ts';
import { pythonFor, whyNoPython } from './python.ts';

// PyTorch and CUDA's libraries: minutes of installation and 6 GB of disk.
const skipped =
  process.env['TUNESMITH_TEST_COMETKIWI'] === '1'
    ? await whyNoPython()
    : 'installs PyTorch (6 GB): run it with TUNESMITH_TEST_MODELS=1 TUNESMITH_TEST_COMETKIWI=1';

const PAIRS = [
  { src: 'one two three', mt: 'uno dos tres' },
  { src: 'నమస్కారం', mt: 'hello' },
  { src: 'a', mt: 'a very long and different translation of it' },
];

test(
  'our client gets the scores that COMET gives',
  { timeout: 1_200_000 },
  async ({ skip, onTestFinished }) => {
    skip(skipped !== undefined, skipped);
    const python = await pythonFor('cometkiwi');
    const folder = await mkdtemp(join(tmpdir(), 'tunesmith-cometkiwi-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const make = [join(import.meta.dirname, 'tiny_cometkiwi.py'), folder, JSON.stringify(PAIRS)];
    const { stdout } = await promisify(execFile)(python, make);
    const expected = z.array(z.number()).parse(JSON.parse(stdout));
    const args = [
      '--model',
      folder,
      '--encoder',
      join(folder, 'encoder'),
      '--device',
      'cpu',
      '--batch-rows',
      '2',
    ];
    const server = await startModelServer(python, 'cometkiwi', args);
    onTestFinished(() => server.stop());
    const { ask } = asking({ urls: [server.url] });
    const batch = { key: 'scores', rows: 8, characters: 1000 };
    const answers = await Promise.all(
      PAIRS.map(({ src, mt }) =>
        ask(
          {
            model: 'wmt23-cometkiwi-da-xl',
            api: 'open-inference',
            extraBody: {},
            task: { kind: 'estimate', source: src, translation: mt },
          },
          { batch },
        ),
      ),
    );
    expect(new Set(expected.map((score) => score.toFixed(3))).size).toBe(3);
    for (const [at, score] of expected.entries()) expect(Number(answers[at]?.text)).toBeCloseTo(score, 5);
  },
);
