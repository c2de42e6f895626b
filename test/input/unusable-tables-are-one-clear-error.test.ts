import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFoundry } from '../builds/foundry.ts';
import { failureOf } from '../survival/failure.ts';
import { questions } from '../survival/questions.ts';

test('a table of prompts without one usable row ends the build with one clear error', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const config = await questions(foundry, 0);
  const path = join(foundry.folder, 'useless.jsonl');
  await writeFile(path, 'not JSON\n[]\n');
  for (const files of [
    [path],
    [
      await foundry
        .writeLines('blank.jsonl', [])
        .then(async (blank) => (await writeFile(blank, '\n'), blank)),
    ],
  ]) {
    const failure = await failureOf(foundry.build({ ...config, table: { files } }));
    expect.soft(failure).toMatchObject({ type: 'CorpusUnreadable', nonRetryable: true });
    expect.soft(failure.message).toMatch(/jsonl.*(empty|no row is usable)/);
  }
  expect(await readdir(foundry.store)).not.toContain('datasets');
});
