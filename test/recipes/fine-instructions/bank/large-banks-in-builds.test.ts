import { expect, test } from 'vitest';
import { z } from 'zod';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bankKey } from '../../../../activities/recipes/fine-instructions/bank/keys.ts';
import { BankManifestSchema, type BankManifest } from '../../../../schemas/recipes/fine-instructions/bank.ts';
import { openFoundry, type Foundry } from '../../../builds/foundry.ts';
import { bankRoles, documents, fineInstructions, querySources, rowsOf, tableOf } from '../sample-build.ts';

const matchShape = {
  document_id: z.string(),
  template_id: z.string(),
  template: z.string(),
  query: z.string(),
  chunk: z.int(),
};

function bankOf(names: readonly string[], index: Record<string, unknown>, name = 'bank') {
  return { recipe: 'template-bank', name, queries: querySources(names), roles: bankRoles, index };
}

async function manifestOf({ store }: Foundry, version: number, name = 'bank'): Promise<BankManifest> {
  const path = join(store, bankKey(name, version, 'manifest.json'));
  return BankManifestSchema.parse(JSON.parse(await readFile(path, 'utf8')));
}

test('documents match the templates of an indexed bank as those of one that is searched exactly', async () => {
  const foundry = await openFoundry({ latencyMs: 1, mistakes: 0 });
  const corpus = await documents(foundry, 0, 16);
  await foundry.build(bankOf(['chat', 'search'], { exactUpTo: 10_000 }, 'exact'));
  await foundry.build(bankOf(['chat', 'search'], { exactUpTo: 10 }));
  expect((await manifestOf(foundry, 1, 'exact')).index).toBeUndefined();
  const { index } = await manifestOf(foundry, 1);
  expect(index).toMatchObject({ settings: { kind: 'ivf-flat' }, dimensions: expect.any(Number) });

  // Windows have no part in this, but their size in what a match is addressed by: matches are made anew.
  const matched = async (bank: string, windowWords: number) => {
    const match = { threshold: 0.4, windowWords };
    const built = await foundry.build(fineInstructions(corpus, { name: bank, bank: { name: bank }, match }));
    return tableOf(built, 'match');
  };
  const tables = [await matched('exact', 48), await matched('bank', 49)];
  expect(new Set(tables.map(({ digest }) => digest)).size).toBe(2);
  const [exact = [], indexed] = await Promise.all(tables.map((table) => rowsOf(foundry, table, matchShape)));
  expect(exact.length).toBeGreaterThan(20);
  expect(indexed).toEqual(exact);
});

test('an indexed bank grows by version; other settings make a version of the same templates', async () => {
  const foundry = await openFoundry({ latencyMs: 1, mistakes: 0 });
  const indexed = { exactUpTo: 10 };
  await foundry.build(bankOf(['chat', 'search'], indexed));
  const first = await manifestOf(foundry, 1);
  expect(await foundry.build(bankOf(['chat', 'search'], indexed))).toMatchObject({
    version: 1,
    unchanged: true,
  });

  await foundry.build(bankOf(['chat', 'search', 'forum'], indexed));
  const second = await manifestOf(foundry, 2);
  expect(second.templates).toBeGreaterThan(first.templates);
  expect(second.index?.trainedOn).toBe(first.templates);
  expect(second.index?.version).toBeGreaterThan(first.index?.version ?? Infinity);

  await foundry.build(bankOf(['chat', 'search', 'forum'], { exactUpTo: 10, probes: 8 }));
  const third = await manifestOf(foundry, 3);
  expect(third.index).toEqual({ ...second.index, settings: { ...second.index?.settings, probes: 8 } });

  await foundry.build(bankOf(['chat', 'search', 'forum'], { exactUpTo: 10, partitions: 3 }));
  const fourth = await manifestOf(foundry, 4);
  expect(fourth.index).toMatchObject({ partitions: 3, trainedOn: fourth.templates });

  await foundry.build(bankOf(['chat', 'search', 'forum'], {}));
  expect((await manifestOf(foundry, 5)).index).toBeUndefined();
});
