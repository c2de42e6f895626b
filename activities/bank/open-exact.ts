import type { TableRef } from '../../schemas/task.ts';
import { mapConcurrently } from '../engine/concurrently.ts';
import { shardKey } from '../engine/keys.ts';
import type { Store } from '../storage/store.ts';
import type { Bank, TemplateDetails } from './bank.ts';
import { ExactIndex } from './exact-index.ts';
import { readTemplates } from './read-templates.ts';

/** Opens a bank's table for exact search in memory: its vectors, and its texts once. */
export async function openExact(table: TableRef, store: Store): Promise<Bank> {
  const index = new ExactIndex();
  const known: (TemplateDetails & { readonly complexity: number })[] = [];
  const shards = Array.from({ length: table.shards }, (_, at) => at);
  await mapConcurrently(shards, 4, async (at) => {
    const path = await store.fetch(shardKey(table, at, 'rows'));
    for (const { rows, dimensions, vectors } of await readTemplates(path))
      for (const [place, { template_id, ...details }] of rows.entries()) {
        index.add(template_id, vectors.subarray(place * dimensions, (place + 1) * dimensions));
        known.push(details);
      }
  });
  return {
    async search(vectors, most) {
      const found = await index.search(vectors, most);
      return found.map((nearest) =>
        nearest.map(({ row, id, similarity }) => {
          const complexity = known[row]?.complexity ?? 0;
          return { template: id, complexity, similarity, row };
        }),
      );
    },
    details: (hits) =>
      Promise.resolve(
        new Map(
          hits.flatMap(({ template, row }) => {
            const details = known[row];
            return details === undefined ? [] : [[template, details] as const];
          }),
        ),
      ),
  };
}
