import type { z } from 'zod';
import type { Dataset, TrainingFiles } from '../../schemas/build/task.ts';
import type { BankRef, templateShape } from '../../schemas/recipes/fine-instructions/bank.ts';
import type {
  EmbedderTrainingSchema,
  judgedMatchShape,
} from '../../schemas/recipes/fine-instructions/embedder-pairs.ts';
import type { BankSection } from '../../schemas/recipes/fine-instructions/template-bank.ts';
import type { RowOf } from '../../schemas/table/column.ts';
import { call } from '../engine/activities.ts';
import type { Build } from '../engine/build.ts';
import type { Flow } from '../engine/flow.ts';

/** A bank of the store, by its name. */
export function bankNamed(build: Build, name: string): Promise<BankRef> {
  return build.progress.during('looking up the bank', () => call('findBank', { build: build.ref, name }, {}));
}

/** Makes a table of templates the next version of a bank. */
export async function publishBank<Row extends RowOf<typeof templateShape> & { embedding: number[] }>(
  build: Build,
  flow: Flow<Row>,
  { name, queries, index }: Pick<BankSection, 'name' | 'queries' | 'index'>,
): Promise<{ bank: BankRef; dataset: Dataset }> {
  const table = await flow.table();
  const { tables, ref } = build;
  const referenceSources = queries.filter(({ realWorld }) => realWorld).map((source) => source.name);
  const { bank, unchanged, location, sample } = await build.progress.during('publishing the bank', () =>
    call('publishBank', { build: ref, name, table, tables, referenceSources, index }, { set: true }),
  );
  const standIn = tables.some(({ spending }) => spending.standIn);
  const { version, templates: rows } = bank;
  const dataset = { name, version, unchanged, location, rows, tables, standIn, page: 'README.md' };
  return { bank, dataset: sample === undefined ? dataset : { ...dataset, sample } };
}

/** Writes judged matches as pairs, with a script, to fine-tune the embedder `name` on. */
export async function writeEmbedderPairs<Row extends RowOf<typeof judgedMatchShape>>(
  build: Build,
  flow: Flow<Row>,
  bank: BankRef,
  name: string,
  training: z.input<typeof EmbedderTrainingSchema>,
): Promise<TrainingFiles> {
  const table = await flow.table();
  return build.training('writing the training files', () =>
    call(
      'writeEmbedderPairs',
      { build: build.ref, table, bank, name, training },
      { set: true, summary: name },
    ),
  );
}
