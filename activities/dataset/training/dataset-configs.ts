import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Format, KindName } from '../../../schemas/kinds/index.ts';
import type { Place } from '../../../schemas/kinds/kind.ts';
import type { SplitName } from '../../../schemas/splits.ts';
import { TunedBySchema, type DatasetTraining, type TunedBy } from '../../../schemas/training.ts';
import { ofSplit } from '../splits.ts';
import { linesFile } from '../write-lines.ts';
import { chatTemplate, chatTemplateFile } from './llama-2-template.ts';
import { axolotlConfig, trlConfig, trlTemplate } from './training-configs.ts';

/** Values of no paper: what is usual for models of some billion parameters. */
const supervised: DatasetTraining = {
  baseModel: 'Qwen/Qwen2.5-7B',
  learningRate: 1e-5,
  warmupRatio: 0.03,
  epochs: 2,
  batchSize: 64,
};
const preferred: DatasetTraining = {
  baseModel: 'Qwen/Qwen2.5-7B-Instruct',
  learningRate: 5e-7,
  warmupRatio: 0.1,
  epochs: 1,
  batchSize: 64,
};

interface Method {
  readonly name: 'sft' | 'dpo';
  readonly usual: DatasetTraining;
  /** Lines that tell TRL and Axolotl how the dataset is learnt from. */
  readonly trl: (settings: TunedBy) => string;
  readonly axolotl: (settings: TunedBy, validated: boolean) => string;
}

const json = (path: string): string =>
  `datasets:\n  - path: json\n    data_files: ${path}\n    split: train\n`;

/** Axolotl's data, with what it is evaluated on where there is such a split. */
function axolotlData(rows: (file: string) => string, validated: boolean): string {
  const data = `datasets:\n${rows('messages')}`;
  return validated ? `${data}\ntest_datasets:\n${rows('messages-validation')}` : data;
}

const sft: Method = {
  name: 'sft',
  usual: supervised,
  trl: (settings) =>
    `${json('../messages.jsonl')}${trlTemplate(settings)}` +
    "# The model's template must mark what the assistant says (generation); TRL mends those of known families.\n" +
    'assistant_only_loss: true',
  axolotl: (_, validated) => {
    const rows = (file: string): string => `\
  - path: ../${file}.jsonl
    ds_type: json
    type: chat_template
    field_messages: messages
    roles_to_train: [assistant]
    train_on_eos: turn`;
    return axolotlData(rows, validated);
  },
};

const dpo: Method = {
  name: 'dpo',
  usual: preferred,
  trl: (settings) => `${json('../messages.jsonl')}${trlTemplate(settings)}beta: ${String(settings.beta)}`,
  axolotl: (settings, validated) => {
    const rows = (file: string): string => `\
  - path: ../${file}.jsonl
    ds_type: json
    split: train
    type: chat_template.default
    field_messages: prompt
    field_chosen: chosen
    field_rejected: rejected`;
    return `rl: dpo\nrl_beta: ${String(settings.beta)}\n${axolotlData(rows, validated)}`;
  },
};

const methods: Readonly<Record<KindName, Method>> = { pair: sft, conversation: sft, preference: dpo };

export interface ConfiguredDataset {
  readonly kind: KindName;
  readonly name: string;
  readonly formats: readonly Format[];
  readonly places: readonly Place[];
  /** The recipe's main kind, which its paper speaks of. @default pair */
  readonly main?: KindName | undefined;
  /** What the recipe's paper says, and what the config does. */
  readonly recipe: DatasetTraining | undefined;
  readonly given: DatasetTraining | true;
  /** @default train alone */
  readonly splits?: readonly SplitName[];
}

/** Writes configs to fine-tune a model on a dataset, to `training` in its folder; returns their paths. */
export async function writeDatasetConfigs(dataset: ConfiguredDataset, folder: string): Promise<string[]> {
  const { kind, main = 'pair', name, given, splits = ['train'] } = dataset;
  const { usual, ...method } = methods[kind];
  // How fast a model learns from pairs is far too fast for preferences.
  const recipe = methods[kind] === methods[main] ? dataset.recipe : undefined;
  const settings = TunedBySchema.parse({ ...usual, ...recipe, ...(given === true ? {} : given) });
  const about = `Fine-tunes a model on ${name}`;
  const outputDir = 'model';
  const [trl, axolotl] = [`${method.name}.trl.yaml`, `${method.name}.axolotl.yaml`];
  const info = datasetInfos(dataset, splits);
  const contents: Record<string, string> = {
    [trl]: trlConfig(
      {
        about,
        command: `trl ${method.name} --config ${trl} --accelerate_config zero3`,
        examples: method.trl(settings),
        outputDir,
      },
      settings,
    ),
    [axolotl]: axolotlConfig(
      {
        about,
        command: `axolotl train ${axolotl}`,
        examples: method.axolotl(settings, splits.includes('validation')),
        outputDir,
      },
      settings,
    ),
    ...(info === undefined ? {} : { 'dataset_info.json': `${JSON.stringify(info, null, 2)}\n` }),
    ...(settings.hasChatTemplate ? {} : { [chatTemplateFile]: chatTemplate }),
  };
  await mkdir(join(folder, 'training'), { recursive: true });
  for (const [file, content] of Object.entries(contents))
    await writeFile(join(folder, 'training', file), content);
  return Object.keys(contents).map((file) => `training/${file}`);
}

/** LLaMA-Factory's descriptions, one a split: the name's own is what is trained on. */
function datasetInfos(dataset: ConfiguredDataset, splits: readonly SplitName[]): object | undefined {
  const infos = splits.flatMap((split) => {
    const info = datasetInfo(dataset, split);
    return info === undefined ? [] : [[ofSplit(dataset.name, split), info] as const];
  });
  return infos.length === 0 ? undefined : Object.fromEntries(infos);
}

/** LLaMA-Factory's description of the dataset; it has no place for reasoning, and reads preferences as ShareGPT. */
function datasetInfo({ kind, formats, places }: ConfiguredDataset, split: SplitName): object | undefined {
  if (places.includes('reasoning')) return undefined;
  if (kind !== 'preference')
    return {
      file_name: `../${linesFile('messages', split)}`,
      formatting: 'sharegpt',
      columns: { messages: 'messages' },
      tags: {
        role_tag: 'role',
        content_tag: 'content',
        user_tag: 'user',
        assistant_tag: 'assistant',
        system_tag: 'system',
      },
    };
  if (!formats.includes('sharegpt')) return undefined;
  return {
    file_name: `../${linesFile('sharegpt', split)}`,
    ranking: true,
    formatting: 'sharegpt',
    columns: { messages: 'conversations', chosen: 'chosen', rejected: 'rejected' },
    tags: {
      role_tag: 'from',
      content_tag: 'value',
      user_tag: 'human',
      assistant_tag: 'gpt',
      system_tag: 'system',
    },
  };
}
