import { join } from 'node:path';
import { expect, test } from 'vitest';
import { backAndForth, someDocuments } from '../builds/documents.ts';
import { openFoundry } from '../builds/foundry.ts';
import { contentOf, manifestsOf } from './table-rows.ts';

/** Row stages of the recipe, in order. */
const stages = ['fit-context', 'backtranslate', 'score', 'rewrite', 'measure'];

test('a grown corpus in shards of any size: what did not change is copied, and is what a build from nothing makes', async () => {
  const foundry = await openFoundry({ fiveShare: 0.5 });
  const old = someDocuments(100);
  const place = (name: string) => join(foundry.folder, name);
  const config = async (documents: object[], store: string, rows: number) => ({
    ...backAndForth,
    name: 'dataset',
    store,
    corpus: { files: [await foundry.writeLines(`${rows}-documents.jsonl`, documents)] },
    sharding: { rows },
    output: { formats: ['parquet'] },
  });
  // Ten documents go, ten come, and five have other metadata.
  const grown = [
    ...old.slice(10).map((document, at) => (at < 5 ? { ...document, metadata: { at } } : document)),
    ...someDocuments(10, 100),
  ];
  const after = 25;
  const anew = await foundry.build(await config(grown, place('anew'), after));
  const wanted = await manifestsOf(place('anew'), anew);

  for (const before of [25, 50, 13]) {
    const store = place(`before-${before}`);
    await foundry.build(await config(old, store, before));
    foundry.standin.resetStats();
    const made = await manifestsOf(store, await foundry.build(await config(grown, store, after)));
    const asked = foundry.standin.stats();
    for (const stage of stages) {
      const [copy, original] = [made[stage], wanted[stage]];
      if (copy === undefined || original === undefined) throw new Error(`no table of ${stage}`);
      expect(copy.copied).toBeGreaterThan(original.counts.in / 2);
      expect(copy.copied).toBeLessThan(original.counts.in);
      expect(original.copied).toBe(0);
      expect([stage, copy.counts, copy.reasons]).toEqual([stage, original.counts, original.reasons]);
      expect(await contentOf(store, copy)).toEqual(await contentOf(place('anew'), original));
    }
    expect(made['fit-context']?.copied).toBe(85);
    // At most the ten new documents, and each three times with its tries.
    expect(made['score']?.reasons).not.toEqual({});
    expect(asked.answered).toBeLessThan(10 * 3 * 2);
    expect(made['backtranslate']?.spending.standIn).toBe(true);
    expect(made['backtranslate']?.spending.reused).toBeGreaterThan(75);
  }
});

test('an unchanged stage before a changed one is copied, the changed one runs again on the answers that are there', async () => {
  const foundry = await openFoundry({ fiveShare: 0.5 });
  const documents = someDocuments(60);
  const config = async (count: number, keep: number[]) => ({
    ...backAndForth,
    name: 'dataset',
    corpus: { files: [await foundry.writeLines('documents.jsonl', documents.slice(0, count))] },
    score: { keep },
    output: { formats: ['parquet'] },
  });
  await foundry.build(await config(50, [5]));
  const { backtranslate, score } = await manifestsOf(
    foundry.store,
    await foundry.build(await config(60, [4, 5])),
  );
  expect(backtranslate?.copied).toBe(50);
  expect(score?.copied).toBe(0);
  expect(score?.spending.reused).toBeGreaterThan(40);
});
