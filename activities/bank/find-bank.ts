import { BankManifestSchema, BankRefSchema, type BankManifest, type BankRef } from '../../schemas/bank.ts';
import { readDocument } from '../engine/documents.ts';
import type { OpenBuild } from '../engine/open-plan.ts';
import { BankUnusable } from './bank-unusable.ts';
import { latestBankKey } from './keys.ts';

/** The newest version of a bank of the build's store. Throws BankUnusable. */
export async function findBank(name: string, build: OpenBuild): Promise<BankRef> {
  const manifest = await newestBank(name, build);
  if (manifest === undefined)
    throw new BankUnusable(
      `${build.store.locate(latestBankKey(name))}: there is no bank "${name}" in this store; ` +
        'make it first by the recipe template-bank, or give bank.queries',
    );
  const { model } = build.role('embedder').role;
  if (manifest.embedder !== model)
    throw new BankUnusable(
      `the bank "${name}" was embedded by ${manifest.embedder}, but roles.embedder.model is ${model}: ` +
        'similarities of two models mean nothing; use the same one, or build the bank anew',
    );
  return BankRefSchema.parse(manifest);
}

export function newestBank(name: string, { store }: OpenBuild): Promise<BankManifest | undefined> {
  return readDocument(store, latestBankKey(name), BankManifestSchema);
}
