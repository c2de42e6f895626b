import { z } from 'zod';
import type { TableSummary } from '../../schemas/build/task.ts';
import type { OpenBuild } from '../engine/build/open-plan.ts';
import { hasUnsettled, unsettled } from '../engine/tables/unsettled.ts';
import { parquetFiles, literal } from '../parquet/sql.ts';
import { withDuckDB } from '../parquet/duckdb.ts';
import { withScratch } from '../storage/scratch-folder.ts';
import { readTables } from './dataset-tables.ts';
import { inBatches } from './in-batches.ts';

/** A build of which no row came through to a dataset: nothing is published, and the newest version stays. */
export class DatasetEmpty extends Error {
  override readonly name = 'DatasetEmpty';
}

/** Reasons that are told of, the most frequent ones. */
const most = 5;
/** Characters of what a server said. */
const longest = 500;
/** Shards of a table whose rejects are looked through. */
const shards = 64;

export interface EmptyDataset {
  /** What would have been published. */
  readonly name: string;
  readonly build: OpenBuild;
  readonly tables: readonly TableSummary[];
  /** The version that stays the newest. */
  readonly latest: number | undefined;
  readonly scratchDir: string;
  readonly memoryLimit: string;
  readonly signal: AbortSignal;
}

/** Says of a dataset without rows what became of them: the most frequent reasons, and what a server said that refused. */
export async function datasetEmpty(empty: EmptyDataset): Promise<DatasetEmpty> {
  const { name, tables, latest } = empty;
  const stays = latest === undefined ? '' : `; version ${latest} stays the newest`;
  const lines = [`${name} would have no rows, so nothing is published${stays}.`];
  const sources = tables.filter((table) => table.import !== undefined);
  if (sources.length > 0 && sources.every(({ counts }) => counts.in === 0))
    lines.push(
      'Nothing was read from its files: they hold no rows, or none that the config lets through ' +
        '(`where`, `limit`, `columns`).',
    );
  const reasons = tables
    .flatMap(({ title, counts, reasons: met }) =>
      Object.entries(met).map(([reason, rows]) => ({ title, reason, rows, of: counts.in })),
    )
    .sort((a, b) => b.rows - a.rows);
  if (reasons.length > 0) {
    const told = reasons
      .slice(0, most)
      .map(({ title, reason, rows, of }) => `${title}: ${reason} (${rows} of ${of} rows)`);
    lines.push(`Rejected most often: ${told.join('; ')}.`);
  }
  const words = await wordsOfServers(empty);
  if (words !== undefined)
    lines.push(`A request that failed or was refused, ${words.rows} times: ${words.detail}`);
  if (reasons.length > 0)
    lines.push(`See them with \`tunesmith inspect ${workflowOf(empty.build.plan.id)} --build --rejects\`.`);
  return new DatasetEmpty(lines.join('\n'));
}

/** The build as commands name it: ids are `<workflow>/<run>`. */
function workflowOf(id: string): string {
  return id.slice(0, Math.max(0, id.lastIndexOf('/'))) || id;
}

/** The most frequent detail of rows whose request failed or was refused; undefined where there are none. */
async function wordsOfServers({
  build,
  tables,
  scratchDir,
  memoryLimit,
  signal,
}: EmptyDataset): Promise<{ readonly rows: number; readonly detail: string } | undefined> {
  const concerned = tables.filter(({ reasons }) => hasUnsettled(reasons));
  if (concerned.length === 0) return undefined;
  const files = (await readTables(build, concerned)).flatMap(({ rejects }) => rejects.slice(0, shards));
  const counts = new Map<string, number>();
  await withScratch(scratchDir, 'empty', (folder) =>
    withDuckDB({ memoryLimit, scratchDir: folder, signal }, (db) =>
      inBatches(files, folder, async (paths) => {
        const found = await db.rows(
          `SELECT left(detail, ${longest}) AS detail, count(*) AS rows FROM ${parquetFiles(paths)}
          WHERE reason IN (${unsettled.map(literal).join(', ')}) AND detail IS NOT NULL
          GROUP BY ALL ORDER BY rows DESC, detail LIMIT 20`,
          { detail: z.string(), rows: z.int() },
        );
        for (const { detail, rows } of found) counts.set(detail, (counts.get(detail) ?? 0) + rows);
      }),
    ),
  );
  const [worst] = [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  return worst === undefined ? undefined : { detail: worst[0], rows: worst[1] };
}
