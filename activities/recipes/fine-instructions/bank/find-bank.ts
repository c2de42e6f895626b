import {
  BankManifestSchema,
  BankRefSchema,
  type BankManifest,
  type BankRef,
} from '../../../../schemas/recipes/fine-instructions/bank.ts';
import { readStored } from '../../../storage/stored-json.ts';
import { tableFolder } from '../../../engine/tables/keys.ts';
import type { OpenBuild } from '../../../engine/build/open-plan.ts';
import { stateOf } from '../../../engine/tables/table-state.ts';
import type { Store } from '../../../storage/store.ts';
import { BankUnusable } from './bank-unusable.ts';
import { bankKey, latestBankKey } from './keys.ts';

/** The newest version of a bank of the build's store. Throws BankUnusable. */
export async function findBank(name: string, build: OpenBuild): Promise<BankRef> {
  const manifest = await newestBank(name, build);
  if (manifest === undefined)
    throw new BankUnusable(
      `${build.store.locate(latestBankKey(name))}: there is no bank "${name}" in this store; ` +
        'make it first by the recipe template-bank, or give bank.queries',
    );
  if (!(await isWhole(manifest, build)))
    throw new BankUnusable(
      `${build.store.locate(tableFolder(manifest.table))}: the templates of the bank "${name}" are not there any more; ` +
        'make it again by the recipe template-bank, or give bank.queries',
    );
  const { model } = build.role('embedder').role;
  if (manifest.embedder !== model)
    throw new BankUnusable(
      `the bank "${name}" was embedded by ${manifest.embedder}, but roles.embedder.model is ${model}: ` +
        'similarities of two models mean nothing; use the same one, or build the bank anew',
    );
  return BankRefSchema.parse(manifest);
}

/** The newest version that is complete, whether or not the pointer has come to it yet. */
export async function newestBank(
  name: string,
  { store }: Pick<OpenBuild, 'store'>,
): Promise<BankManifest | undefined> {
  let newest = await readStored(store, latestBankKey(name), BankManifestSchema);
  for (;;) {
    const next = await bankAt(store, name, (newest?.version ?? 0) + 1);
    if (next === undefined) return newest;
    newest = next;
  }
}

/** A version's manifest; undefined where it is not complete. */
export function bankAt(store: Store, name: string, version: number): Promise<BankManifest | undefined> {
  return readStored(store, bankKey(name, version, 'manifest.json'), BankManifestSchema);
}

/** Whether the table that a version names is still there. */
export async function isWhole(
  { table }: BankManifest,
  { store }: Pick<OpenBuild, 'store'>,
): Promise<boolean> {
  const { manifest, damage } = await stateOf(store, table);
  return manifest !== undefined && damage === undefined;
}
