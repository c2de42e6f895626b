import { chatTemplate, chatTemplateFile } from '../../../dataset/training/llama-2-template.ts';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SeedData, SeedPair } from '../../../../schemas/recipes/back-and-forth/seed-data.ts';
import { axolotlConfig, trlConfig } from './training-config.ts';
import {
  asMessages,
  asPromptCompletion,
  backwardExample,
  forwardExample,
  type BackwardPrompt,
  type TrainingExample,
} from './training-example.ts';

export interface TrainingFilesOptions extends Pick<
  SeedData,
  'tag' | 'tagAs' | 'scale' | 'baseModel' | 'steps'
> {
  readonly backwardPrompt: BackwardPrompt;
}

export interface TrainingFiles {
  readonly folder: string;
  /** Names of the files in the folder. */
  readonly files: string[];
  /** Examples in each of the JSONL files. */
  readonly examples: number;
}

/**
 * Writes what is needed to fine-tune the backward and the forward model: both directions of the pairs, each as
 * messages and as prompt/completion, with ready configs for TRL and Axolotl. A file is there whole or not at all.
 */
export async function writeTrainingFiles(
  folder: string,
  pairs: readonly SeedPair[],
  options: TrainingFilesOptions,
): Promise<TrainingFiles> {
  const backward = (raw: boolean) => pairs.map((pair) => backwardExample(pair, options.backwardPrompt, raw));
  const forward = pairs.map((pair) => forwardExample(pair, options));
  const contents: Readonly<Record<string, string>> = {
    'backward.messages.jsonl': lines(backward(false), asMessages),
    'backward.prompt-completion.jsonl': lines(backward(true), asPromptCompletion),
    'forward.messages.jsonl': lines(forward, asMessages),
    'forward.prompt-completion.jsonl': lines(forward, asPromptCompletion),
    'backward.trl.yaml': trlConfig('backward', options),
    'forward.trl.yaml': trlConfig('forward', options),
    'backward.axolotl.yaml': axolotlConfig('backward', options),
    'forward.axolotl.yaml': axolotlConfig('forward', options),
    [chatTemplateFile]: chatTemplate,
  };
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(contents)) {
    const unfinished = join(folder, `.${name}.${String(process.pid)}`);
    await writeFile(unfinished, content);
    await rename(unfinished, join(folder, name));
  }
  return { folder, files: Object.keys(contents), examples: pairs.length };
}

function lines(examples: readonly TrainingExample[], form: (example: TrainingExample) => object): string {
  return examples.map((example) => `${JSON.stringify(form(example))}\n`).join('');
}
