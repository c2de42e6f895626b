import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Column } from '../../../schemas/table/column.ts';
import type { TableManifest } from '../../../schemas/table/table.ts';
import type { BuildRef, TableRef, TableSummary } from '../../../schemas/build/task.ts';
import { digestOf } from '../../digest.ts';
import { withDuckDB } from '../../parquet/duckdb.ts';
import { viewOf } from '../../parquet/select-shards.ts';
import { identifier } from '../../parquet/sql.ts';
import { writeShards } from '../../parquet/write-shards.ts';
import { openBuildOf, type OpenBuild } from '../build/open-plan.ts';
import type { WorkerParts } from '../build/worker-parts.ts';
import { without } from '../plan/plan-flow.ts';
import { completeTable } from '../plan/seal-flow.ts';
import { tableDigest, tableLayout } from '../plan/stage-digest.ts';
import { putWholeTable } from '../plan/whole-table.ts';
import { shardCount } from '../tables/shard-count.ts';
import { summaryOf } from '../tables/summary.ts';
import { contentOf, findEdition } from '../tables/table-state.ts';
import { withScratch } from '../../storage/scratch-folder.ts';

export interface UniteInput {
  readonly build: BuildRef;
  /** The tables, and the columns of each that the whole is without. */
  readonly inputs: readonly { readonly table: TableRef; readonly without: readonly string[] }[];
}

/** Tables whose columns of one name are of two types cannot become one. */
export class ColumnsDiffer extends Error {
  override name = 'ColumnsDiffer';
}

const stage = 'union';

/**
 * One table of the rows of several, with the columns that all of them have. A row keeps its id; where a table before has one of the same id, it is
 * `<id>-u<number of its table>`. Throws ColumnsDiffer.
 */
export async function uniteTables(
  { build: ref, inputs }: UniteInput,
  parts: WorkerParts,
  signal: AbortSignal,
): Promise<TableSummary> {
  const build = await openBuildOf(ref, parts);
  const tables = await Promise.all(inputs.map(({ table }) => build.tables.whole(table)));
  const columns = commonColumns(
    tables.map((table, at) => ({ table, columns: without(table.columns, inputs[at]?.without) })),
  );
  const stageDigest = digestOf({ layout: tableLayout, stage, columns: columns.map(({ name }) => name) });
  const rows = tables.reduce((sum, { counts }) => sum + counts.out, 0);
  const bytes = tables.reduce((sum, table) => sum + table.bytes, 0);
  const shards = shardCount(rows, bytes, build.plan.config.sharding);
  const first: TableRef = {
    digest: tableDigest(stageDigest, [...tables.map(({ digest }) => digest), String(shards)]),
    stage,
    shards,
  };
  const { table, state } = await findEdition(
    build.store,
    first,
    ({ manifest }) =>
      manifest === undefined || tables.every((each, at) => manifest.inputs[at]?.content === contentOf(each)),
  );
  if (state.manifest !== undefined) return summaryOf(state.manifest, true);
  return withScratch(parts.scratchDir, 'union', async (folder) => {
    const manifest = await build.tables.reading(
      inputs.map((input) => input.table),
      () => unite(folder, table, tables, { columns, stageDigest, rows }, build, parts, signal),
    );
    return summaryOf(await completeTable(build, manifest), false);
  });
}

async function unite(
  folder: string,
  table: TableRef,
  tables: readonly TableManifest[],
  { columns, stageDigest, rows }: { columns: Column[]; stageDigest: string; rows: number },
  build: OpenBuild,
  parts: WorkerParts,
  signal: AbortSignal,
): Promise<TableManifest> {
  const startedAt = new Date().toISOString();
  const options = { memoryLimit: parts.setMemory, scratchDir: parts.scratchDir, onDisk: true, signal };
  const written = await withDuckDB(options, async (db) => {
    for (const [at, each] of tables.entries())
      await viewOf(db, {
        name: `input_${at}`,
        columns: each.columns,
        paths: await build.tables.fetchRows(each, folder),
      });
    const others = columns.filter(({ name }) => name !== 'id').map(({ name }) => identifier(name));
    const ids = (before: number) =>
      Array.from({ length: before }, (_, at) => `SELECT id FROM input_${at}`).join(' UNION ALL ');
    const selects = tables.map((_, at) => {
      const id = at === 0 ? 'id' : `CASE WHEN id IN (${ids(at)}) THEN id || '-u${at + 1}' ELSE id END AS id`;
      return `SELECT ${[id, ...others].join(', ')} FROM input_${at}`;
    });
    const query = selects.join(' UNION ALL ');
    return writeShards(db, query, [...columns], table.shards, join(folder, 'shards'));
  });
  const outline = {
    origin: tableDigest(
      stageDigest,
      tables.map(({ origin }) => origin),
    ),
    title: 'Join',
    stageDigest,
    inputs: tables.map((each) => ({ digest: each.digest, stage: each.stage, content: contentOf(each) })),
    columns,
  };
  const counts = { in: rows, out: rows, rejected: 0, expanded: 0 };
  return putWholeTable(build, { table, outline, written, counts, startedAt }, folder);
}

/** The columns that all tables have, in the first one's order. Throws ColumnsDiffer, which names the column. */
function commonColumns(
  tables: readonly { readonly table: TableManifest; readonly columns: readonly Column[] }[],
): Column[] {
  const [first, ...rest] = tables;
  if (first === undefined) throw new ColumnsDiffer('a union of no tables was asked for');
  return first.columns.filter((column) => {
    const others = rest.map(({ table, columns }) => ({
      stage: table.stage,
      column: columns.find(({ name }) => name === column.name),
    }));
    const odd = others.find(
      (other) => other.column !== undefined && !isDeepStrictEqual(other.column, column),
    );
    if (odd !== undefined)
      throw new ColumnsDiffer(
        `the column "${column.name}" is of one type in the table of ${first.table.stage} and of another in that of ` +
          `${odd.stage}, which are to become one; leave it out of one of them (\`without\`)`,
      );
    return others.every((other) => other.column !== undefined);
  });
}
