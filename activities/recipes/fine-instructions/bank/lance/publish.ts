import { randomUUID } from 'node:crypto';
import type { Table } from '@lancedb/lancedb';
import type { BankIndex, BankIndexSettings } from '../../../../../schemas/recipes/fine-instructions/bank.ts';
import { readTemplates, type Templates } from '../read-templates.ts';
import { connectLance } from '../../../../vectors/lance/connect.ts';
import { openTable } from './open-table.ts';
import type { Changes } from './changes.ts';
import type { LancePlace } from '../../../../vectors/lance/place.ts';
import { partitionsFor, takeIn, train, vectorIndex } from '../../../../vectors/lance/train.ts';
import { appendTemplates, removeTemplates } from './write.ts';

/** A bank this many times as large as when its partitions were made has others made: they are too large to search. */
const retrainAt = 4;

/** The index of a bank's version, and the table that a new version needs. */
export interface NextVersion {
  /** Version that grows; none where the index is begun anew. */
  readonly from: BankIndex | undefined;
  /** What has changed since `from`, or the whole table. */
  readonly changes: Changes;
  readonly templates: number;
  readonly dimensions: number;
  readonly settings: BankIndexSettings;
}

/** Something else wrote into a bank's index at the same time; trying again begins from the last published version. */
export class IndexChanged extends Error {
  override name = 'IndexChanged';
}

/**
 * Makes the index of a bank's next version: new templates are put into the partitions that are there. Versions of before
 * stay as they are. What an attempt that ended left behind is no part of it: every attempt begins from the version that
 * the newest manifest names. Lance clears no version away that has a tag, whoever tells it to clean up. Throws
 * IndexChanged.
 */
export async function nextIndex(
  place: LancePlace,
  { from, changes, templates, dimensions, settings }: NextVersion,
  tag: string,
): Promise<BankIndex> {
  const { lance, db } = await connectLance(place);
  const base = from === undefined ? undefined : await restored(await openTable(db, place), from);
  if (base !== undefined) await removeTemplates(base, changes.gone);
  const table =
    changes.added === 0 && base !== undefined ? base : await appendTemplates(db, base, read(changes));
  const partitions = partitionsFor(templates, settings);
  const stays =
    from?.settings.kind === settings.kind &&
    from.settings.partitions === settings.partitions &&
    templates <= retrainAt * from.trainedOn;
  if (!stays) await train(lance, table, settings, partitions);
  else if (changes.added > 0 || changes.gone.length > 0) await takeIn(table);
  await check(table, templates);
  const version = await table.version();
  // A name of the attempt's own: one beside it may keep another state of the index for the same version of the bank.
  await (await table.tags()).create(`${tag}-${randomUUID()}`, version);
  const trained = stays
    ? { partitions: from.partitions, trainedOn: from.trainedOn }
    : { partitions, trainedOn: templates };
  return { version, dimensions, settings, ...trained };
}

/** The table as it is in a version, whatever came after it. */
async function restored(table: Table, { version }: BankIndex): Promise<Table> {
  if ((await table.version()) === version) return table;
  await table.checkout(version);
  await table.restore();
  return table;
}

async function* read({ files }: Changes): AsyncGenerator<Templates> {
  for (const path of files) yield* await readTemplates(path);
}

async function check(table: Table, templates: number): Promise<void> {
  const rows = await table.countRows();
  const stats = await table.indexStats(vectorIndex);
  if (rows === templates && stats?.numUnindexedRows === 0) return;
  throw new IndexChanged(
    `the bank's index has ${rows} templates, ${stats?.numUnindexedRows ?? rows} of them not taken in, instead of ` +
      `${templates}: another build seems to publish the same bank`,
  );
}
