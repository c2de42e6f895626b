import { expect, test } from 'vitest';
import { finishedBuild } from './finished-build.ts';
import { publish } from './published.ts';

test('trigrams are of words, in one text, whatever the case and punctuation', async () => {
  const instructions = ['What is a whale?', 'what IS—a whale', 'Is a whale', 'two words', '', 'été déjà là'];
  const finished = await finishedBuild({
    rows: instructions.length,
    row: (index) => ({ instruction: instructions[index] ?? '' }),
  });
  const { diversity } = (await publish(finished)).manifest.analysis;
  // (what is a) twice, (is a whale) three times, (été déjà là) once.
  expect(diversity.columns[0]).toEqual({ column: 'instruction', trigrams: 6, distinct: 3, ratio: 0.5 });
  expect(diversity).toMatchObject({ rows: 6, of: 6 });
});
