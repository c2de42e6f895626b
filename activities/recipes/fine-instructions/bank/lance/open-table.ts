import type { Connection, Table } from '@lancedb/lancedb';
import { openLanceTable } from '../../../../vectors/lance/open-table.ts';
import type { LancePlace } from '../../../../vectors/lance/place.ts';
import { BankUnusable } from '../bank-unusable.ts';
import { templatesTable } from './place.ts';

/** Opens the bank's table at a version, or as it is now. Throws BankUnusable where it is not in the store any more. */
export function openTable(db: Connection, { uri }: LancePlace, version?: number): Promise<Table> {
  return openLanceTable(db, templatesTable, version, (cause) => {
    const what = version === undefined ? 'the index of the bank' : `version ${version} of the bank's index`;
    return new BankUnusable(
      `${uri}: ${what} is not there any more. To make the index anew, publish the bank once with bank.index.exactUpTo ` +
        'above the number of its templates, and then as before',
      { cause },
    );
  });
}
