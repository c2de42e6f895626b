import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { pairShape } from '../../schemas/kinds/pair.ts';
import { preferenceShape, promptShape } from '../../schemas/kinds/preference.ts';
import { finishedKind } from './finished-kind.ts';
import { publish } from './published.ts';

const compared = { chosen: 'a', rejected: 'b', chosen_score: 1, rejected_score: 0 };

test('pairs have configs for supervised training, with the values of the config', async () => {
  const rows = [{ id: '0', instruction: 'Who?', response: 'I.' }];
  const finished = await finishedKind('pair', { id: z.string(), ...pairShape }, rows, {
    output: { training: { baseModel: 'my/base', hasChatTemplate: false, epochs: 3 } },
  });
  const { read, manifest } = await publish(finished);
  const trl: unknown = parse(await read('training/sft.trl.yaml'));
  expect(trl).toMatchObject({
    model_name_or_path: 'my/base',
    datasets: [{ path: 'json', data_files: '../messages.jsonl', split: 'train' }],
    chat_template_path: 'chat-template.jinja',
    assistant_only_loss: true,
    num_train_epochs: 3,
    per_device_train_batch_size: 1,
    gradient_accumulation_steps: 8,
  });
  expect(parse(await read('training/sft.axolotl.yaml'))).toMatchObject({
    base_model: 'my/base',
    datasets: [{ path: '../messages.jsonl', type: 'chat_template', field_messages: 'messages' }],
    num_epochs: 3,
  });
  expect(JSON.parse(await read('training/dataset_info.json'))).toMatchObject({
    'a-dataset': {
      file_name: '../messages.jsonl',
      formatting: 'sharegpt',
      columns: { messages: 'messages' },
    },
  });
  expect(manifest.files.map(({ path }) => path)).toContain('training/chat-template.jinja');
  expect(await read('README.md')).toContain('`training/sft.trl.yaml`');
});

test('preferences have configs for DPO', async () => {
  const shape = { id: z.string(), ...promptShape, ...preferenceShape };
  const rows = [{ id: '0', prompt: 'Who?', ...compared }];
  const { read } = await publish(
    await finishedKind('preference', shape, rows, { output: { training: true } }),
  );
  expect(parse(await read('training/dpo.trl.yaml'))).toMatchObject({ beta: 0.1, learning_rate: 5e-7 });
  expect(parse(await read('training/dpo.axolotl.yaml'))).toMatchObject({
    rl: 'dpo',
    datasets: [{ type: 'chat_template.default', field_messages: 'prompt', field_chosen: 'chosen' }],
  });
  expect(JSON.parse(await read('training/dataset_info.json'))).toMatchObject({
    'a-dataset': { file_name: '../sharegpt.jsonl', ranking: true, columns: { chosen: 'chosen' } },
  });
});

test('a cosine may end above 0, and AdamW have another second beta', async () => {
  const rows = [{ id: '0', instruction: 'Who?', response: 'I.' }];
  const shape = { id: z.string(), ...pairShape };
  const training = { learningRate: 2.5e-5, leastRate: 0.1, beta2: 0.95, warmupRatio: 0.1 };
  const { read } = await publish(await finishedKind('pair', shape, rows, { output: { training } }));
  expect(parse(await read('training/sft.trl.yaml'))).toMatchObject({
    learning_rate: 2.5e-5,
    lr_scheduler_type: 'cosine_with_min_lr',
    lr_scheduler_kwargs: { min_lr_rate: 0.1 },
    warmup_ratio: 0.1,
    adam_beta2: 0.95,
  });
  expect(parse(await read('training/sft.axolotl.yaml'))).toMatchObject({
    lr_scheduler: 'cosine',
    cosine_min_lr_ratio: 0.1,
    adam_beta2: 0.95,
  });
  const straight = { ...training, scheduler: 'linear' } as const;
  const other = await publish(await finishedKind('pair', shape, rows, { output: { training: straight } }));
  expect(await other.read('training/sft.trl.yaml')).toContain('lr_scheduler_type: linear\n');
  expect(await other.read('training/sft.axolotl.yaml')).not.toContain('cosine');
});
