import type { TableManifest } from '../../schemas/table.ts';
import type { TableSummary } from '../../schemas/task.ts';

/** What a build's summary tells of a finished table. */
export function summaryOf(manifest: TableManifest, reused: boolean): TableSummary {
  const { digest, stage, shards, title, counts, spending, reasons, startedAt, finishedAt } = manifest;
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  return { table: { digest, stage, shards }, title, shards, counts, spending, reasons, seconds, reused };
}
