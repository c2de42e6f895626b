import type { KindName } from '../../schemas/kinds/index.ts';
import type { TableRef } from '../../schemas/build/task.ts';
import { digestOf } from '../digest.ts';
import type { OpenBuild } from '../engine/build/open-plan.ts';
import { uncounted } from './count-tokens.ts';
import { contentOf } from '../engine/tables/table-state.ts';

/** Raise it when the same rows must be published in another form. */
const layout = 3;

/**
 * Digest of a dataset version: how its rows were made, what they are, and what of the config shapes its files. The same
 * rows in another edition of the table are the same dataset.
 */
export async function datasetDigest(
  { plan, tables, tokenizer }: Pick<OpenBuild, 'plan' | 'tables' | 'tokenizer'>,
  kind: KindName,
  table: TableRef,
  without: readonly string[] = [],
): Promise<string> {
  const { name, recipe, output } = plan.config;
  const manifest = await tables.manifest(table);
  // Where publishing itself counts the tokens, they are the tokenizer's.
  const counted = { kind, reasoning: output.reasoning };
  const counts =
    uncounted(counted, manifest.columns).length === 0 ? {} : { tokens: (await tokenizer()).digest };
  const content = contentOf(manifest);
  const left = without.length === 0 ? {} : { without };
  return digestOf({
    layout,
    kind,
    name,
    recipe,
    output,
    table: manifest.origin,
    content,
    ...counts,
    ...left,
  });
}
