import { CountsDoNotReconcile } from '../engine/plan/seal-flow.ts';
import type { BuildTable } from './dataset-tables.ts';

/**
 * Every row that came out of a table came to the next: holds the tables of a dataset against each other, by what their
 * files hold. Throws CountsDoNotReconcile, which names the table.
 */
export function checkLineage(tables: readonly BuildTable[]): void {
  const out = new Map(tables.map(({ manifest }) => [manifest.digest, rowsOf(manifest)]));
  for (const { manifest } of tables) {
    const { stage, digest, counts, inputs } = manifest;
    const rows = rowsOf(manifest);
    if (rows !== counts.out)
      throw new CountsDoNotReconcile(
        `${stage}-${digest}: ${counts.out} rows are told of, and its files hold ${rows}; nothing is published`,
      );
    const came = inputs.map((input) => out.get(input.digest));
    // A table of before this build says nothing here of what came out of it.
    if (inputs.length === 0 || came.includes(undefined)) continue;
    const sum = came.reduce<number>((rows, each) => rows + (each ?? 0), 0);
    if (sum !== counts.in)
      throw new CountsDoNotReconcile(
        `${stage}-${digest}: ${counts.in} rows came to it, and ${sum} are in ` +
          `${inputs.map((input) => `${input.stage}-${input.digest}`).join(', ')}; nothing is published`,
      );
  }
}

function rowsOf({ files }: BuildTable['manifest']): number {
  return files.reduce((sum, { rows }) => sum + rows.rows, 0);
}
