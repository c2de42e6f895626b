import { expect, test } from 'vitest';
import { finishedBuild } from './finished-build.ts';
import { publish } from './published.ts';

test('scores are those of the kept rows and of the rejects, and the rest had none', async () => {
  const { manifest } = await publish(await finishedBuild({ rows: 20 }));
  // The helper rejects 10 rows, every fifth of them without a score, and keeps a quarter of its 20 with a 4.
  expect(manifest.analysis.scores).toEqual([
    {
      stage: 'score',
      column: 'score',
      title: 'Score and filter',
      invalid: 2,
      scores: [
        { score: 1, kept: 0, rejected: 2 },
        { score: 2, kept: 0, rejected: 2 },
        { score: 3, kept: 0, rejected: 2 },
        { score: 4, kept: 5, rejected: 2 },
        { score: 5, kept: 15, rejected: 0 },
      ],
    },
  ]);
});
