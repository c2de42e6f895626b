import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFoundry } from '../builds/foundry.ts';
import { multilingual } from '../recipes/multilingual/sample-build.ts';
import { failureOf } from './failure.ts';
import { questions } from './questions.ts';

test('a build whose every row is refused publishes nothing and says what the server said; the newest version stays', async () => {
  const foundry = await openFoundry({ mistakes: 0, refusedShare: 1 });
  const config = { ...(await questions(foundry, 12)), rejects: { firstRefused: 100 } };
  const failure = await failureOf(foundry.build(config));
  expect(failure).toMatchObject({ type: 'DatasetEmpty', nonRetryable: true });
  expect(failure.message.split('\n')).toEqual([
    'answers would have no rows, so nothing is published.',
    'Rejected most often: Answer: request refused (12 of 12 rows).',
    expect.stringMatching(
      /^A request that failed or was refused, 12 times: .*The prompt was flagged by the content filter/,
    ),
    'See them with `tunesmith inspect answers --build --rejects`.',
  ]);
  expect(await readdir(foundry.store)).not.toContain('datasets');

  foundry.standin.setFaults({ refusedShare: 0 });
  expect(await foundry.build(config)).toMatchObject({ version: 1, rows: 12 });
  const latest = await readFile(join(foundry.store, 'datasets/answers/latest.json'), 'utf8');
  foundry.standin.setFaults({ refusedShare: 1 });
  const later = await failureOf(foundry.build({ ...config, seed: 7 }));
  expect(later.message).toMatch(/^answers would have no rows, .*; version 1 stays the newest\.\n/);
  expect(await readFile(join(foundry.store, 'datasets/answers/latest.json'), 'utf8')).toBe(latest);
  expect(await readdir(join(foundry.store, 'datasets/answers'))).toEqual(['latest.json', 'v1']);
});

test('an empty source says so', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const config = await questions(foundry, 0);
  const failure = await failureOf(foundry.build(config));
  expect(failure.message).toMatch(/hold no rows|no records|empty/);
  expect(await readdir(foundry.store)).not.toContain('datasets');
});

test('of several datasets none is published where one would have no rows', async () => {
  const foundry = await openFoundry({ mistakes: 0, goodPairShare: 1 });
  const text = await readFile(new URL('../../examples/texts/spa_Latn.txt', import.meta.url), 'utf8');
  const [full, short] = [join(foundry.folder, 'full.txt'), join(foundry.folder, 'short.txt')];
  await writeFile(full, text);
  await writeFile(short, 'Corto.\n');
  const config = {
    ...multilingual,
    name: 'pairs',
    datasets: 'each',
    corpora: [
      { language: 'spa_Latn', files: [full] },
      { language: 'fra_Latn', files: [short] },
    ],
  };
  const failure = await failureOf(foundry.build(config));
  expect(failure.type).toBe('DatasetEmpty');
  expect(failure.message).toMatch(/^pairs-fra\S* would have no rows/);
  expect(await readdir(foundry.store)).not.toContain('datasets');
});
