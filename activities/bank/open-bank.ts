import { z } from 'zod';
import type { BankRef } from '../../schemas/bank.ts';
import { columnsOf } from '../../schemas/column.ts';
import { mapConcurrently } from '../engine/concurrently.ts';
import { shardKey } from '../engine/keys.ts';
import type { Resources } from '../rows/resources.ts';
import { readRows } from '../tables/read-rows.ts';
import { rowsOf } from '../tables/row.ts';
import type { Bank, TemplateDetails } from './bank.ts';
import { ExactIndex } from './exact-index.ts';

const columns = {
  template_id: z.string(),
  template: z.string(),
  complexity: z.int(),
  query: z.string(),
  query_source: z.string(),
  embedding: z.array(z.float32()),
};

/** Opens a bank's table for exact search in memory. */
export async function openBank(
  { table }: Pick<BankRef, 'table'>,
  { build: { store } }: Pick<Resources, 'build'>,
): Promise<Bank> {
  const index = new ExactIndex();
  const details = new Map<string, TemplateDetails & { complexity: number }>();
  const shards = Array.from({ length: table.shards }, (_, at) => at);
  await mapConcurrently(shards, 4, async (at) => {
    const path = await store.fetch(shardKey(table, at, 'rows'));
    for (const row of rowsOf(columns, await readRows(path, columnsOf(columns)))) {
      const { template_id, embedding, ...known } = row;
      index.add(template_id, Float32Array.from(embedding));
      details.set(template_id, known);
    }
  });
  return {
    search: (vector, most) =>
      Promise.resolve(
        index.search(vector, most).map(({ id, similarity }) => ({
          template: id,
          complexity: details.get(id)?.complexity ?? 0,
          similarity,
        })),
      ),
    templates: (ids) =>
      Promise.resolve(
        new Map(
          ids.flatMap((id) => {
            const known = details.get(id);
            return known === undefined ? [] : [[id, known] as const];
          }),
        ),
      ),
  };
}
