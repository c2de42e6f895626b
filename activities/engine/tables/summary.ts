import { addUsage, noSpending } from '../../../schemas/table/counts.ts';
import type { Spending, TableManifest } from '../../../schemas/table/table.ts';
import type { TableSummary } from '../../../schemas/build/task.ts';

/** What a build's summary tells of a finished table. A table of an earlier build costs this one nothing. */
export function summaryOf(manifest: Omit<TableManifest, 'files'>, reused: boolean): TableSummary {
  const { digest, stage, shards, title, counts, reasons, unusable, startedAt, finishedAt } = manifest;
  const seconds = reused ? 0 : (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  const spending = reused ? paidBefore(manifest.spending) : manifest.spending;
  const labels = unusable === undefined ? {} : { unusable };
  return {
    table: { digest, stage, shards },
    title,
    shards,
    counts,
    spending,
    reasons,
    ...labels,
    seconds,
    reused,
  };
}

function paidBefore(spending: Spending): Spending {
  const { asked, reused, usage, reusedUsage, models, standIn } = spending;
  return {
    ...noSpending,
    reused: asked + reused,
    reusedUsage: addUsage(usage, reusedUsage),
    models,
    standIn,
  };
}
