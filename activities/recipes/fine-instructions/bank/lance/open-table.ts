import type { Connection, Table } from '@lancedb/lancedb';
import { BankUnusable } from '../bank-unusable.ts';
import { templatesTable } from './connect.ts';
import type { IndexPlace } from './place.ts';

/** Opens the bank's table at a version, or as it is now. Throws BankUnusable where it is not in the store any more. */
export async function openTable(db: Connection, { uri }: IndexPlace, version?: number): Promise<Table> {
  try {
    return await db.openTable(templatesTable, undefined, version === undefined ? {} : { version });
  } catch (error) {
    if (!/not found|no such|does not exist/i.test(String(error))) throw error;
    const what = version === undefined ? 'the index of the bank' : `version ${version} of the bank's index`;
    throw new BankUnusable(
      `${uri}: ${what} is not there any more. To make the index anew, publish the bank once with bank.index.exactUpTo ` +
        'above the number of its templates, and then as before',
      { cause: error },
    );
  }
}
