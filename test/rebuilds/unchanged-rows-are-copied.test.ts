import { join } from 'node:path';
import { expect, test } from 'vitest';
import { backAndForth, someDocuments } from '../builds/documents.ts';
import { openFoundry } from '../builds/foundry.ts';
import { contentOf, manifestsOf } from './table-rows.ts';

/** Row stages of the recipe, in order. */
const stages = ['fit-context', 'backtranslate', 'score', 'rewrite', 'measure'];

test.for([
  { what: 'the same shards', before: 50, after: 50 },
  { what: 'twice the shards', before: 100, after: 50 },
  { what: 'half the shards', before: 25, after: 50 },
])(
  'a grown corpus in $what: what did not change is copied, and is what a build from nothing makes',
  async ({ before, after }) => {
    const foundry = await openFoundry({ fiveShare: 0.5 });
    const old = someDocuments(200);
    const config = async (name: string, documents: object[], store: string, rows: number) => ({
      ...backAndForth,
      name,
      store,
      corpus: { files: [await foundry.writeLines(`${rows}-documents.jsonl`, documents)] },
      sharding: { rows },
      output: { formats: ['parquet'] },
    });
    await foundry.build(await config('dataset', old, foundry.store, before));

    // Ten documents go, ten come, and five have other metadata.
    const grown = [
      ...old.slice(10).map((document, at) => (at < 5 ? { ...document, metadata: { at } } : document)),
      ...someDocuments(10, 200),
    ];
    foundry.standin.resetStats();
    const rebuilt = await foundry.build(await config('dataset', grown, foundry.store, after));
    const asked = foundry.standin.stats();
    const elsewhere = join(foundry.folder, 'elsewhere');
    const anew = await foundry.build(await config('dataset', grown, elsewhere, after));

    const [made, wanted] = [await manifestsOf(foundry.store, rebuilt), await manifestsOf(elsewhere, anew)];
    for (const stage of stages) {
      const [copy, original] = [made[stage], wanted[stage]];
      if (copy === undefined || original === undefined) throw new Error(`no table of ${stage}`);
      expect(copy.copied).toBeGreaterThan(original.counts.in / 2);
      expect(copy.copied).toBeLessThan(original.counts.in);
      expect(original.copied).toBe(0);
      expect([stage, copy.counts, copy.reasons]).toEqual([stage, original.counts, original.reasons]);
      expect(await contentOf(foundry.store, copy)).toEqual(await contentOf(elsewhere, original));
    }
    expect(made['fit-context']?.copied).toBe(185);
    // At most the ten new documents, and each three times with its tries.
    expect(made['score']?.reasons).not.toEqual({});
    expect(asked.answered).toBeLessThan(10 * 3 * 2);
    expect(made['backtranslate']?.spending.standIn).toBe(true);
    expect(made['backtranslate']?.spending.reused).toBeGreaterThan(150);
  },
);

test('an unchanged stage before a changed one is copied, the changed one runs again on the answers that are there', async () => {
  const foundry = await openFoundry({ fiveShare: 0.5 });
  const documents = someDocuments(120);
  const config = async (count: number, keep: number[]) => ({
    ...backAndForth,
    name: 'dataset',
    corpus: { files: [await foundry.writeLines('documents.jsonl', documents.slice(0, count))] },
    score: { keep },
    output: { formats: ['parquet'] },
  });
  await foundry.build(await config(110, [5]));
  const { backtranslate, score } = await manifestsOf(
    foundry.store,
    await foundry.build(await config(120, [4, 5])),
  );
  expect(backtranslate?.copied).toBe(110);
  expect(score?.copied).toBe(0);
  expect(score?.spending.reused).toBeGreaterThan(90);
});
