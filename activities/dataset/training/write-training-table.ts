import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RowOf } from '../../../schemas/table/column.ts';
import {
  exampleShape,
  HyperparametersSchema,
  TrainingNameSchema,
  type Hyperparameters,
} from '../../../schemas/training.ts';
import type { BuildRef, TableRef, TrainingFiles } from '../../../schemas/build/task.ts';
import { digestOf } from '../../digest.ts';
import { identityOf } from '../../engine/tables/table-state.ts';
import type { Report } from '../../engine/build/report.ts';
import { openBuildOf } from '../../engine/build/open-plan.ts';
import type { WorkerParts } from '../../engine/build/worker-parts.ts';
import { putTraining, writtenTraining } from './training-folder.ts';
import { chatTemplate, chatTemplateFile } from './llama-2-template.ts';
import { readTyped } from '../../parquet/read-rows.ts';
import { axolotlTableConfig, trlTableConfig } from './training-configs.ts';
import { withScratch } from '../../storage/scratch-folder.ts';

export interface TrainingTable {
  readonly build: BuildRef;
  /** A table with the columns of `exampleShape`. */
  readonly table: TableRef;
  /** What the files are called after: the role or the model that learns from them. */
  readonly name: string;
  readonly hyperparameters: unknown;
}

type Example = RowOf<typeof exampleShape>;

/** The forms in which examples are written, by the end of their files' names. */
const forms: Readonly<Record<string, (example: Example) => object>> = {
  /** Axolotl, and whatever else takes whole conversations. */
  'messages.jsonl': ({ prompt_messages: prompt, completion }) => ({
    messages: [...prompt, { role: 'assistant', content: completion }],
  }),
  /** TRL's conversational prompt and completion: the loss needs no marks in the model's template. */
  'chat.jsonl': ({ prompt_messages: prompt, completion }) => ({
    prompt,
    completion: [{ role: 'assistant', content: completion }],
  }),
  /** Base models that are served by raw completions: the completion brings the blank line before it. */
  'prompt-completion.jsonl': ({ prompt_messages: prompt, completion }) => ({
    prompt: prompt.map(({ content }) => content).join('\n\n'),
    completion: `\n\n${completion}`,
  }),
};

/** Raise it when the same examples must be written in another form. */
const layout = 1;

/**
 * Writes a table's examples as files to fine-tune a model on, with configs for TRL and Axolotl, to `training/` in the
 * store. One shard is in memory at a time; the order is that of the shards and their ids. Written once for each (rows
 * of a table, name, hyperparameters).
 */
export async function writeTrainingTable(
  input: TrainingTable,
  parts: WorkerParts,
  signal: AbortSignal,
  report: Report,
): Promise<TrainingFiles> {
  const name = TrainingNameSchema.parse(input.name);
  const settings = HyperparametersSchema.parse(input.hyperparameters);
  const { store, tables } = await openBuildOf(input.build, parts);
  const table = identityOf(await tables.manifest(input.table));
  const digest = digestOf({ layout, table, name, settings });
  const folder = `training/${name}-${digest.slice(0, 12)}`;
  const done = await writtenTraining(store, folder);
  if (done !== undefined) return done;
  return withScratch(parts.scratchDir, 'training', async (scratch) => {
    const shards = async function* (): AsyncGenerator<Example[]> {
      for (const [index, file] of (await tables.rowFiles(input.table)).entries()) {
        signal.throwIfAborted();
        report(`shard ${String(index + 1)} of ${String(input.table.shards)}`);
        yield await readTyped(await file(scratch), exampleShape);
      }
    };
    let examples = 0;
    for (const [end, form] of Object.entries(forms)) {
      examples = 0;
      const lines = async function* (): AsyncGenerator<string> {
        for await (const rows of shards()) {
          examples += rows.length;
          for (const row of rows) yield `${JSON.stringify(form(row))}\n`;
        }
      };
      await pipeline(Readable.from(lines()), createWriteStream(join(scratch, `${name}.${end}`)));
    }
    const configs = await writeConfigs(scratch, name, settings);
    const files = [...Object.keys(forms).map((end) => `${name}.${end}`), ...configs];
    return await putTraining(store, folder, files, scratch, examples);
  });
}

async function writeConfigs(folder: string, name: string, settings: Hyperparameters): Promise<string[]> {
  const contents: Record<string, string> = {
    [`${name}.trl.yaml`]: trlTableConfig(name, settings),
    [`${name}.axolotl.yaml`]: axolotlTableConfig(name, settings),
    ...(settings.hasChatTemplate ? {} : { [chatTemplateFile]: chatTemplate }),
  };
  for (const [file, content] of Object.entries(contents)) await writeFile(join(folder, file), content);
  return Object.keys(contents);
}
