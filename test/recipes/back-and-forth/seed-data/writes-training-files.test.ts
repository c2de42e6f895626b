import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  writeTrainingFiles,
  type TrainingFilesOptions,
} from '../../../../activities/recipes/back-and-forth/seed-data/write-training-files.ts';
import { SeedDataSchema } from '../../../../schemas/recipes/back-and-forth/seed-data.ts';
import { temporaryFolder } from './open-assistant.ts';

const pairs = [{ id: '1', instruction: 'Why {{x}}?', response: 'Because\n[RES] "it" is.' }];
const tag = 'Answer in the style of an AI Assistant.';

async function written(config: Readonly<Record<string, unknown>> = {}) {
  const folder = await temporaryFolder();
  const options: TrainingFilesOptions = {
    ...SeedDataSchema.parse({ files: ['x'], ...config }),
    backwardPrompt: (response) => `What is this the answer to?\n${response}`,
  };
  const { files, examples } = await writeTrainingFiles(folder, pairs, options);
  expect(await readdir(folder)).toEqual([...files].sort());
  expect(examples).toBe(1);
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const first = async (name: string): Promise<unknown> => JSON.parse((await read(name)).split('\n')[0] ?? '');
  return { read, first };
}

test('the backward model learns from the prompt that it will be asked', async () => {
  const { first } = await written();
  const prompt = 'What is this the answer to?\nBecause\n[RES] "it" is.';
  expect(await first('backward.messages.jsonl')).toEqual({
    messages: [
      { role: 'user', content: prompt },
      { role: 'assistant', content: 'Why {{x}}?' },
    ],
  });
  expect(await first('backward.prompt-completion.jsonl')).toEqual({ prompt, completion: '\n\nWhy {{x}}?' });
});

test('the forward model’s examples carry the tag as system message, below the instruction, or not', async () => {
  const answer = { role: 'assistant', content: 'Because\n[RES] "it" is.' };
  const system = await written();
  expect(await system.first('forward.messages.jsonl')).toEqual({
    messages: [{ role: 'system', content: tag }, { role: 'user', content: 'Why {{x}}?' }, answer],
  });
  expect(await system.first('forward.prompt-completion.jsonl')).toEqual({
    prompt: `${tag}\n\nWhy {{x}}?`,
    completion: `\n\n${answer.content}`,
  });
  const suffix = await written({ tagAs: 'suffix' });
  expect(await suffix.first('forward.messages.jsonl')).toEqual({
    messages: [{ role: 'user', content: `Why {{x}}?\n\n${tag}` }, answer],
  });
  const none = await written({ tag: '' });
  expect(await none.first('forward.messages.jsonl')).toEqual({
    messages: [{ role: 'user', content: 'Why {{x}}?' }, answer],
  });
});

test.each([
  ['7B', 1e-5, 'meta-llama/Llama-2-7b-hf'],
  ['70B', 5.5e-6, 'meta-llama/Llama-2-70b-hf'],
])('configs for TRL and Axolotl hold the paper’s values at %s', async (scale, learning_rate, model) => {
  const { read } = await written({ scale });
  const trl: unknown = parse(await read('forward.trl.yaml'));
  expect(trl).toMatchObject({
    model_name_or_path: model,
    model_init_kwargs: { attention_dropout: 0.1 },
    datasets: [{ path: 'json', data_files: 'forward.messages.jsonl', split: 'train' }],
    learning_rate,
    lr_scheduler_type: 'cosine',
    weight_decay: 0.1,
    max_steps: 600,
    assistant_only_loss: true,
    chat_template_path: 'chat-template.jinja',
  });
  const axolotl: unknown = parse(await read('backward.axolotl.yaml'));
  expect(axolotl).toMatchObject({
    base_model: model,
    overrides_of_model_config: { attention_dropout: 0.1 },
    datasets: [{ path: 'backward.messages.jsonl', type: 'chat_template' }],
    special_tokens: { pad_token: '</s>' },
    learning_rate,
    lr_scheduler: 'cosine',
    weight_decay: 0.1,
    max_steps: 600,
    chat_template_jinja: 'chat-template.jinja',
  });
});

test('a base model of one’s own, whatever its name, is taken as it is', async () => {
  const { read } = await written({ baseModel: './models/a: "b" #c' });
  expect(parse(await read('backward.trl.yaml'))).toMatchObject({ model_name_or_path: './models/a: "b" #c' });
  expect(parse(await read('forward.axolotl.yaml'))).not.toHaveProperty('special_tokens');
});
