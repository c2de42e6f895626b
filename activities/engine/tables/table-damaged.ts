import type { TableRef } from '../../../schemas/build/task.ts';

/**
 * A table that lacks a file which its manifest names, or holds another one, or was made of rows that are not there any
 * more. The build begins its recipe again, and makes another edition of the table from what is there, answers first.
 */
export class TableDamaged extends Error {
  override readonly name = 'TableDamaged';
  readonly table: Pick<TableRef, 'stage' | 'digest'>;

  constructor(table: Pick<TableRef, 'stage' | 'digest'>, what: string, options?: ErrorOptions) {
    super(`the table ${table.stage}-${table.digest} is damaged: ${what}`, options);
    this.table = table;
  }
}

/** A table was removed and made again while it was read; trying again reads what is there now. */
export class TableMadeAgain extends Error {
  override readonly name = 'TableMadeAgain';
}
