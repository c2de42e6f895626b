import { expect, test } from 'vitest';
import { openFoundry } from './foundry.ts';

test('a table of prompts becomes a dataset, and a second build asks nothing again', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const questions = Array.from({ length: 300 }, (_, at) => ({
    topic: `topic ${at}`,
    question: `What is ${at}?`,
  }));
  const config = {
    recipe: 'generate',
    name: 'answers',
    table: { files: [await foundry.writeLines('questions.jsonl', questions)] },
    roles: { model: { endpoint: 'default', model: 'stand-in' } },
    prompt: { template: 'About {{topic}}: {{question}}' },
    sharding: { rows: 50 },
  };
  const first = await foundry.build(config);
  expect(first).toMatchObject({ name: 'answers', version: 1, rows: 300, unchanged: false, standIn: true });
  expect(
    first.tables.map(({ table, counts, spending }) => [table.stage, counts.in, counts.out, spending.asked]),
  ).toEqual([
    ['import', 300, 300, 0],
    ['answer', 300, 300, 300],
  ]);
  const asked = foundry.standin.stats().answered;
  const second = await foundry.build(config);
  expect(second).toMatchObject({ version: 1, rows: 300, unchanged: true });
  expect(foundry.standin.stats().answered).toBe(asked);
});
