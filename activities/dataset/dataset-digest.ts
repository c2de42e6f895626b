import type { TableRef } from '../../schemas/task.ts';
import { digestOf } from '../digest.ts';
import type { OpenBuild } from '../engine/open-plan.ts';

/** Raise it when the same rows must be published in another form. */
const layout = 1;

/** Digest of a dataset version: its rows, by their table's address, and what of the config shapes its files. */
export function datasetDigest({ plan }: OpenBuild, table: TableRef): string {
  const { name, recipe, output } = plan.config;
  return digestOf({ layout, name, recipe, output, table: table.digest });
}
