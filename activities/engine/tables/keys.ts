import type { TableFile } from '../../../schemas/table/table.ts';
import type { TableRef } from '../../../schemas/build/task.ts';

/** Where a table's parts are in the store. The digest makes the folder; the stage's name makes it readable. */
export function tableFolder({ stage, digest }: Pick<TableRef, 'stage' | 'digest'>): string {
  return `tables/${stage}-${digest}`;
}

export function outlineKey(table: Pick<TableRef, 'stage' | 'digest'>): string {
  return `${tableFolder(table)}/outline.json`;
}

export function manifestKey(table: Pick<TableRef, 'stage' | 'digest'>): string {
  return `${tableFolder(table)}/manifest.json`;
}

/** Says that a file which a manifest of the table names is not what it was. */
export function damageKey(table: Pick<TableRef, 'stage' | 'digest'>): string {
  return `${tableFolder(table)}/damaged.json`;
}

/** Says when a build took the table up last: nothing collects it for some time. */
export function takenUpKey(table: Pick<TableRef, 'stage' | 'digest'>): string {
  return `${tableFolder(table)}/taken-up.json`;
}

export function shardManifestKey(table: Pick<TableRef, 'stage' | 'digest'>, index: number): string {
  return `${tableFolder(table)}/${shardName(index)}.json`;
}

/** Key of a file that a manifest of the table names. */
export function fileKey(
  table: Pick<TableRef, 'stage' | 'digest'>,
  { name }: Pick<TableFile, 'name'>,
): string {
  return `${tableFolder(table)}/${name}`;
}

export function shardName(index: number): string {
  return `shard-${String(index).padStart(6, '0')}`;
}

/** The shard whose manifest a name in a table's folder is. */
export function shardOfManifest(name: string): number | undefined {
  const digits = /^shard-(\d{6,})\.json$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** What some files became. */
export function importKey(digest: string): string {
  return `${importsFolder}/${digest}.json`;
}

/** The files that an import was of. */
export function importFilesKey(digest: string): string {
  return `${importsFolder}/${digest}.files.json`;
}

/** Folder of the records of imports, and of their rejects. */
export const importsFolder = 'imports';

/** The newest tables of a stage digest. */
export function stageKey(stage: string, stageDigest: string): string {
  return `stages/${stage}-${stageDigest}.json`;
}

export function planKey(buildId: string): string {
  return `builds/${buildId.replaceAll(/[^A-Za-z0-9._-]+/g, '-')}/plan.json`;
}
