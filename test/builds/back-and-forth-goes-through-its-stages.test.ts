import { expect, test } from 'vitest';
import { backAndForth, someDocuments } from './documents.ts';
import { openFoundry } from './foundry.ts';

test('documents become pairs by the paper, and only what changed is asked again', async () => {
  const foundry = await openFoundry({ mistakes: 0, fiveShare: 0.5 });
  const files = [await foundry.writeLines('a.jsonl', someDocuments(300))];
  const config = { ...backAndForth, name: 'pairs', corpus: { files } };

  const first = await foundry.build(config);
  const stages = Object.fromEntries(first.tables.map((table) => [table.table.stage, table]));
  expect(first.tables.map(({ table }) => table.stage)).toEqual([
    'import',
    'fit-context',
    'backtranslate',
    'score',
    'rewrite',
    'measure',
  ]);
  expect(stages['backtranslate']?.counts).toMatchObject({ in: 300, out: 300, rejected: 0 });
  expect(stages['score']?.counts.out).toBeGreaterThan(100);
  expect(stages['score']?.counts.out).toBeLessThan(200);
  expect(stages['score']?.reasons).toHaveProperty('score not kept');
  expect(first.rows).toBe(stages['rewrite']?.counts.out);
  expect(first).toMatchObject({ version: 1, standIn: true });

  // The same documents from another file: the same tables, no question, the same version.
  const moved = [await foundry.writeLines('b.jsonl', someDocuments(300))];
  foundry.standin.resetStats();
  expect(await foundry.build({ ...config, corpus: { files: moved } })).toMatchObject({
    version: 1,
    unchanged: true,
  });
  expect(foundry.standin.stats().answered).toBe(0);

  // Three documents more: three backtranslations and as many scores, and rewrites of those that are kept.
  const grown = [await foundry.writeLines('c.jsonl', someDocuments(303))];
  const second = await foundry.build({ ...config, corpus: { files: grown } });
  expect(second.tables.map(({ table, spending }) => [table.stage, spending.asked]).slice(2, 4)).toEqual([
    ['backtranslate', 3],
    ['score', 3],
  ]);
  expect(second.version).toBe(2);

  // Another prompt for the last step: what comes before it is reused as it is.
  const { mkdir, writeFile } = await import('node:fs/promises');
  const prompts = `${foundry.folder}/prompts`;
  await mkdir(prompts);
  await writeFile(
    `${prompts}/rewrite.md`,
    'Rewrite {{response}} for {{instruction}} between [RES] and [/RES].',
  );
  const third = await foundry.build({ ...config, corpus: { files: grown }, prompts });
  expect(third.tables.map(({ table, reused }) => [table.stage, reused])).toEqual([
    ['import', true],
    ['fit-context', true],
    ['backtranslate', true],
    ['score', true],
    ['rewrite', false],
    ['measure', false],
  ]);
});
