import type { TableRef } from '../../schemas/task.ts';

/** Where a table's parts are in the store. The digest makes the folder; the stage's name makes it readable. */
export function tableFolder({ stage, digest }: TableRef): string {
  return `tables/${stage}-${digest}`;
}

export function outlineKey(table: TableRef): string {
  return `${tableFolder(table)}/outline.json`;
}

export function manifestKey(table: TableRef): string {
  return `${tableFolder(table)}/manifest.json`;
}

export function shardKey(table: TableRef, index: number, kind: 'rows' | 'rejects' | 'manifest'): string {
  const name = `${tableFolder(table)}/shard-${String(index).padStart(6, '0')}`;
  return kind === 'manifest'
    ? `${name}.json`
    : kind === 'rejects'
      ? `${name}.rejects.parquet`
      : `${name}.parquet`;
}

/** The newest tables of a stage digest. */
export function stageKey(stage: string, stageDigest: string): string {
  return `stages/${stage}-${stageDigest}.json`;
}

export function planKey(buildId: string): string {
  return `builds/${buildId.replaceAll(/[^A-Za-z0-9._-]+/g, '-')}/plan.json`;
}
