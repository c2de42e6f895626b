import { gunzipSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { RowOf, RowShape } from '../../../schemas/table/column.ts';
import { columnsOf } from '../../../schemas/table/column.ts';
import { reconciles } from '../../../schemas/table/counts.ts';
import type { Dataset, TableRef } from '../../../schemas/build/task.ts';
import { readRows } from '../../../activities/parquet/read-rows.ts';
import { rowsOf as typed } from '../../../activities/parquet/row.ts';
import type { Foundry } from '../../builds/foundry.ts';
import { rejectsOf as storedRejects, rowPaths } from '../../tables/stored-table.ts';

const role = (more: Record<string, unknown> = {}) => ({ endpoint: 'default', model: 'stand-in', ...more });

export const bankRoles = { moderator: role(), genericizer: role(), embedder: role() };

/** A matching build over some of the shipped documents; the bank is `bank`, or made of the shipped queries. */
export function fineInstructions(corpus: string, more: Record<string, unknown> = {}) {
  return {
    recipe: 'fine-instructions',
    name: 'pairs',
    corpus: { files: [corpus] },
    bank: { name: 'bank', queries: querySources(), decontaminate: benchmarks },
    roles: { ...bankRoles, tokenEmbedder: role(), instantiator: role(), judge: role() },
    match: { threshold: 0.4 },
    share: { most: 0.2 },
    sharding: { rows: 16 },
    output: { formats: ['parquet'] },
    ...more,
  };
}

export const benchmarks = { files: ['examples/benchmarks/made-up-quiz.jsonl'], column: 'question' };

export function querySources(names: readonly string[] = ['chat', 'forum', 'search']) {
  return names.map((name) => ({
    name,
    files: [`examples/queries/${name}.jsonl`],
    ...(name === 'forum' ? { columns: { text: 'question' } } : {}),
  }));
}

const DocumentSchema = z.object({ id: z.string(), text: z.string() });

/** Some of the shipped documents, as a file of the foundry. */
export async function documents(
  foundry: Foundry,
  from: number,
  to: number,
  file = 'docs.jsonl',
): Promise<string> {
  const text = gunzipSync(await readFile('examples/documents/wikipedia.jsonl.gz')).toString();
  const lines = text.trim().split('\n').slice(from, to);
  return foundry.writeLines(
    file,
    lines.map((line) => DocumentSchema.parse(JSON.parse(line))),
  );
}

/** The newest table of a stage in a build. */
export function tableOf(dataset: Dataset, stage: string): TableRef {
  const found = dataset.tables.findLast(({ table }) => table.stage === stage);
  if (found === undefined) throw new Error(`the build has no table of ${stage}`);
  return found.table;
}

export async function rowsOf<Shape extends RowShape>(
  { store }: Pick<Foundry, 'store'>,
  table: TableRef,
  shape: Shape,
): Promise<RowOf<Shape>[]> {
  const paths = await rowPaths(store, table);
  const rows = await Promise.all(paths.map((path) => readRows(path, columnsOf(shape))));
  return typed(shape, rows.flat());
}

/** Reasons and details of a set stage's or a single shard's rejects. */
export function rejectsOf({ store }: Pick<Foundry, 'store'>, table: TableRef) {
  return storedRejects(store, { table });
}

/** Stages whose rows in are not their rows out and rejects. */
export function unreconciled({ tables }: Dataset): string[] {
  return tables.filter(({ counts }) => !reconciles(counts)).map(({ title }) => title);
}
