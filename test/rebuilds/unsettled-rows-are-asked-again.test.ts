import { expect, test } from 'vitest';
import { backAndForth, someDocuments } from '../builds/documents.ts';
import { openFoundry } from '../builds/foundry.ts';
import { failureOf } from '../survival/failure.ts';
import { numbersIn, numbersUpTo, questions } from '../survival/questions.ts';
import { contentOf, manifestsOf } from './table-rows.ts';

test('rows that were refused are asked once more by each later build, and the table is another edition until they are settled', async () => {
  const foundry = await openFoundry({ mistakes: 0, refusedShare: 0.2 });
  const config = await questions(foundry, 120);
  const first = await foundry.build(config);
  const { rejected } = first.tables.at(-1)?.counts ?? { rejected: 0 };
  expect(rejected).toBeGreaterThan(5);
  expect(first.tables.at(-1)?.reasons).toEqual({ 'request refused': rejected });
  const made = await manifestsOf(foundry.store, first);

  // As a schedule does it, with a filter that refuses the same prompts for ever.
  for (let times = 0; times < 3; times += 1) {
    foundry.standin.resetStats();
    const again = await foundry.build(config);
    expect(foundry.standin.stats()).toMatchObject({ statuses: { 400: rejected }, answered: 0 });
    expect(again).toMatchObject({ unchanged: true, version: 1, rows: 120 - rejected });
    const { answer } = await manifestsOf(foundry.store, again);
    expect(answer).toMatchObject({ counts: made['answer']?.counts, copied: 120 - rejected });
    expect(answer?.digest).not.toBe(made['answer']?.digest);
    expect(answer?.origin).toBe(made['answer']?.origin);
  }

  foundry.standin.setFaults({ refusedShare: 0 });
  foundry.standin.resetStats();
  const settled = await foundry.build(config);
  expect(foundry.standin.stats()).toMatchObject({ answered: rejected });
  expect(settled).toMatchObject({ unchanged: false, version: 2, rows: 120 });
  expect(await numbersIn(settled)).toEqual(numbersUpTo(120));

  foundry.standin.resetStats();
  const last = await foundry.build(config);
  expect(foundry.standin.stats()).toMatchObject({ requests: 0 });
  expect(last).toMatchObject({ unchanged: true, version: 2, rows: 120 });
  expect(last.tables.at(-1)).toMatchObject({ reused: true, table: settled.tables.at(-1)?.table });
});

test('what comes after follows: rows that are settled later go through all stages, as in a build from nothing', async () => {
  const foundry = await openFoundry({ fiveShare: 0.5, refusedShare: 0.15 });
  const documents = await foundry.writeLines('documents.jsonl', someDocuments(100));
  const config = (store: string) => ({
    ...backAndForth,
    name: 'dataset',
    store,
    corpus: { files: [documents] },
    sharding: { rows: 50 },
    output: { formats: ['parquet'] },
  });
  await foundry.build(config(foundry.store));
  foundry.standin.setFaults({ refusedShare: 0 });
  const rebuilt = await foundry.build(config(foundry.store));
  const anew = await foundry.build(config(`${foundry.folder}/elsewhere`));
  const [made, wanted] = [
    await manifestsOf(foundry.store, rebuilt),
    await manifestsOf(`${foundry.folder}/elsewhere`, anew),
  ];
  for (const [stage, original] of Object.entries(wanted)) {
    const copy = made[stage];
    if (copy === undefined) throw new Error(`no table of ${stage}`);
    expect([stage, copy.counts, copy.reasons]).toEqual([stage, original.counts, original.reasons]);
    if (stage !== 'import')
      expect(await contentOf(foundry.store, copy)).toEqual(
        await contentOf(`${foundry.folder}/elsewhere`, original),
      );
  }
  expect(made['backtranslate']?.copied).toBeGreaterThan(50);
  expect(made['backtranslate']?.copied).toBeLessThan(100);
});

test('a table that is reused is held against rejects.maxShare of the build that reuses it', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const lines = Array.from({ length: 100 }, (_, at) => ({ number: at, topic: at < 30 ? null : 'tides' }));
  const config = {
    ...(await questions(foundry, 0)),
    table: { files: [await foundry.writeLines('topics.jsonl', lines)] },
    prompt: { template: 'What is known about {{topic}} at harbour {{number}}?' },
  };
  await foundry.build(config);
  for (let times = 0; times < 2; times += 1)
    expect(await failureOf(foundry.build({ ...config, rejects: { maxShare: 0.29 } }))).toMatchObject({
      type: 'TooManyRejects',
    });
  expect(await foundry.build({ ...config, rejects: { maxShare: 0.3 } })).toMatchObject({ unchanged: true });
  expect(foundry.standin.stats()).toMatchObject({ answered: 70, repeated: 0 });
});
