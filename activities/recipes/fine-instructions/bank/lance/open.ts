import type { BankIndex } from '../../../../../schemas/recipes/fine-instructions/bank.ts';
import type { Bank } from '../bank.ts';
import { connectLance } from '../../../../vectors/lance/connect.ts';
import { openTable } from './open-table.ts';
import { LanceBank } from './bank.ts';
import type { LancePlace } from '../../../../vectors/lance/place.ts';
import { readRowColumns } from './row-columns.ts';

/** Opens the version of a bank's table that its index names. */
export async function openLance(place: LancePlace, index: BankIndex, cacheGiB: number): Promise<Bank> {
  const { db } = await connectLance(place, cacheGiB);
  const table = await openTable(db, place, index.version);
  return new LanceBank(table, index, await readRowColumns(table));
}
