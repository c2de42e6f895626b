import type { DatasetFacts } from '../../../schemas/dataset/manifest.ts';

type Table = Pick<DatasetFacts['tables'][number], 'table' | 'inputs' | 'counts'>;

/**
 * Rows that were read for a table: those of the imports that it was made from, and not of others in the same build, such
 * as the queries of a template bank.
 */
export function inputRows(table: Table | undefined, tables: readonly Table[]): number {
  if (table === undefined) return 0;
  if (table.inputs.length === 0) return table.counts.in;
  const digests = new Set(table.inputs.map(({ digest }) => digest));
  return tables
    .filter((other) => digests.has(other.table.digest))
    .reduce((sum, input) => sum + inputRows(input, tables), 0);
}
