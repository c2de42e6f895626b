import { LRUCache } from 'lru-cache';
import type { BankRef } from '../../../../schemas/recipes/fine-instructions/bank.ts';
import type { TableRef } from '../../../../schemas/build/task.ts';
import { mapConcurrently } from '../../../concurrently.ts';
import type { OpenBuild } from '../../../engine/build/open-plan.ts';
import type { Tables } from '../../../engine/tables/tables.ts';
import type { Bank } from './bank.ts';
import { ExactBank } from './exact-bank.ts';
import { placeOf } from './lance/place.ts';
import { readTemplates } from './read-templates.ts';

type Opened = Pick<BankRef, 'name' | 'table' | 'templates' | 'index'>;

/** Banks that are kept open: each may be gigabytes. */
const opened = new LRUCache<string, Promise<Bank>>({ max: 2 });

/**
 * Opens a version of a bank, once a process for all builds that match with it.
 * @param indexCacheGiB memory for the index of a large bank @default 4
 */
export function openBank(bank: Opened, build: OpenBuild, indexCacheGiB = 4): Promise<Bank> {
  const key = JSON.stringify([build.store.uri, bank.table, bank.index, indexCacheGiB]);
  const known = opened.get(key);
  if (known !== undefined) return known;
  const opening = open(bank, build, indexCacheGiB);
  opened.set(key, opening);
  opening.catch(() => opened.get(key) === opening && opened.delete(key));
  return opening;
}

async function open(
  { name, table, templates, index }: Opened,
  build: OpenBuild,
  cacheGiB: number,
): Promise<Bank> {
  if (index === undefined) return openExact(table, templates, build.tables);
  // Its native library takes 100 MB and a second to load: only where a bank is that large.
  const { openLance } = await import('./lance/open.ts');
  return openLance(placeOf(name, build), index, cacheGiB);
}

async function openExact(table: TableRef, templates: number, tables: Tables): Promise<Bank> {
  const bank = new ExactBank(templates);
  const { files } = await tables.manifest(table);
  await mapConcurrently(files, 4, async ({ rows }) => {
    for (const some of await readTemplates(await tables.fetch(table, rows))) bank.add(some);
  });
  return bank;
}
