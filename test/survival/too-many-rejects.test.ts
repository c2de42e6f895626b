import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openFoundry } from '../builds/foundry.ts';
import { failureOf } from './failure.ts';
import { questions } from './questions.ts';

test('a stage that rejects more than rejects.maxShare fails the build, and says which reason was the most frequent', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const lines = Array.from({ length: 100 }, (_, at) =>
    at < 30 ? { number: at, topic: null } : { number: at, topic: 'tides' },
  );
  const config = {
    ...(await questions(foundry, 0)),
    table: { files: [await foundry.writeLines('topics.jsonl', lines)] },
    prompt: { template: 'What is known about {{topic}} at harbour {{number}}?' },
  };
  const failure = await failureOf(foundry.build({ ...config, rejects: { maxShare: 0.29 } }));
  expect(failure).toMatchObject({ type: 'TooManyRejects', nonRetryable: true });
  expect(failure.message).toBe(
    'answer rejected 30 of 100 rows, more than rejects.maxShare (0.29) allows; most often: column empty. ' +
      'See them with `tunesmith inspect`',
  );
  expect(await readdir(foundry.store)).not.toContain('datasets');

  const dataset = await foundry.build({ ...config, rejects: { maxShare: 0.3 } });
  expect(dataset.tables.at(-1)).toMatchObject({
    counts: { in: 100, out: 70, rejected: 30 },
    reasons: { 'column empty': 30 },
  });
  expect(foundry.standin.stats()).toMatchObject({ answered: 70, repeated: 0 });
});
