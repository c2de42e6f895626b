import { z } from 'zod';
import type { ShardFiles } from '../../../schemas/table/table.ts';
import { queryTyped } from '../../parquet/read-rows.ts';
import { onRowDatabase } from '../../parquet/row-database.ts';
import { identifier, parquetFiles } from '../../parquet/sql.ts';

/** Shards that are looked at together. */
const batch = 128;

/** Rows whose label is null, by the label's column: counted in the files, whoever wrote them. */
export async function unusableLabels(
  labels: readonly string[],
  shards: readonly ShardFiles[],
  local: (shard: ShardFiles) => Promise<string>,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  if (labels.length === 0) return counts;
  const nulls = labels.map(
    (label) => `count(*) FILTER (${identifier(label)} IS NULL) AS ${identifier(label)}`,
  );
  const shape = Object.fromEntries(labels.map((label) => [label, z.int()]));
  for (let from = 0; from < shards.length; from += batch) {
    const paths = await Promise.all(shards.slice(from, from + batch).map(local));
    const [found] = await onRowDatabase((connection) =>
      queryTyped(connection, `SELECT ${nulls.join(', ')} FROM ${parquetFiles(paths)}`, shape),
    );
    for (const label of labels) counts[label] = (counts[label] ?? 0) + (found?.[label] ?? 0);
  }
  return Object.fromEntries(Object.entries(counts).filter(([, rows]) => rows > 0));
}
