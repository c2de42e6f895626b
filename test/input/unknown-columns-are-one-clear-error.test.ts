import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openFoundry } from '../builds/foundry.ts';
import { failureOf } from '../survival/failure.ts';
import { questions } from '../survival/questions.ts';

test('a prompt of a column that no row has ends the build, whether the table is new or known', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const good = await questions(foundry, 3);
  const wrong = { ...good, name: 'wrong', prompt: { template: 'What of {{numbr}}?' } };
  const message = /^prompt\.template: no row of the table has a column "numbr"; there are "number"$/;
  const first = await failureOf(foundry.build(wrong));
  expect(first).toMatchObject({ type: 'ConfigUnusable', nonRetryable: true });
  expect(first.message).toMatch(message);
  await foundry.build(good);
  expect((await failureOf(foundry.build(wrong))).message).toMatch(message);
  const column = await failureOf(foundry.build({ ...wrong, prompt: { column: 'text' } }));
  expect(column.message).toBe('prompt.column: no row of the table has a column "text"; there are "number"');
  expect(await readdir(`${foundry.store}/datasets`)).toEqual(['answers']);
});

test('a column that some rows lack is theirs to be rejected for', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const table = {
    files: [await foundry.writeLines('some.jsonl', [{ number: 1, note: 'a' }, { number: 2 }])],
  };
  const config = { ...(await questions(foundry, 0)), table, prompt: { column: 'note' } };
  expect(await foundry.build(config)).toMatchObject({ rows: 1 });
});
