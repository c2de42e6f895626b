import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { parse } from 'yaml';
import { toJson } from '../../../../activities/storage/stored-json.ts';
import { planKey } from '../../../../activities/engine/tables/keys.ts';
import { writeTrainingTable } from '../../../../activities/dataset/training/write-training-table.ts';
import { columnsOf } from '../../../../schemas/table/column.ts';
import { exampleShape, type HyperparametersSchema } from '../../../../schemas/training.ts';
import { openHome } from '../../../../workers/home.ts';
import { createParts } from '../../../../workers/parts.ts';
import { buildWith } from '../../../dataset/build-with.ts';
import { testFolder } from '../../../dataset/finished-build.ts';
import { writeTable } from '../../../dataset/write-table.ts';

const examples = Array.from({ length: 50 }, (_, at) => ({
  id: `row-${at}`,
  prompt_messages: [
    { role: 'system' as const, content: 'Make it {{general}}.' },
    { role: 'user' as const, content: `Query ${at} "</s>" \u2028 ๙` },
  ],
  completion: `Template <fi>${at}</fi>\n`,
}));

async function written(given: z.input<typeof HyperparametersSchema>) {
  const folder = await testFolder();
  const parts = createParts(await openHome({ TUNESMITH_HOME: join(folder, 'home') }), {});
  const uri = join(folder, 'store');
  const store = await parts.openStore({ uri });
  const { plan } = buildWith(store, {});
  await store.putBytes(planKey(plan.id), toJson({ ...plan, config: { ...plan.config, store: { uri } } }));
  const { summary } = await writeTable(store, folder, {
    stage: 'examples',
    title: 'Examples',
    columns: columnsOf({ id: z.string(), ...exampleShape }),
    rows: examples,
    shards: 4,
    came: 50,
    inputs: [],
  });
  const write = () =>
    writeTrainingTable(
      {
        build: { id: plan.id, store: { uri }, plan: planKey(plan.id) },
        table: summary.table,
        name: 'genericizer',
        hyperparameters: given,
      },
      parts,
      new AbortController().signal,
      () => undefined,
    );
  const { location, pairs } = await write();
  expect(await write()).toEqual({ location, pairs });
  const read = (name: string) => readFile(join(location, name), 'utf8');
  const lines = async (name: string): Promise<unknown[]> =>
    (await read(name))
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
  return { location, pairs, read, lines };
}

test('a table of examples becomes files in every form, each example once', async () => {
  const { location, pairs, lines } = await written({ baseModel: 'some/model-1B' });
  expect(pairs).toBe(50);
  expect(await readdir(location)).toEqual([
    'genericizer.axolotl.yaml',
    'genericizer.chat.jsonl',
    'genericizer.messages.jsonl',
    'genericizer.prompt-completion.jsonl',
    'genericizer.trl.yaml',
    // The second time they were found and taken up, which a collection beside it must see.
    'taken-up.json',
    'training.json',
  ]);
  const assistant = (completion: string) => ({ role: 'assistant', content: completion });
  expect(new Set((await lines('genericizer.messages.jsonl')).map((line) => JSON.stringify(line)))).toEqual(
    new Set(
      examples.map(({ prompt_messages: prompt, completion }) =>
        JSON.stringify({ messages: [...prompt, assistant(completion)] }),
      ),
    ),
  );
  expect(await lines('genericizer.chat.jsonl')).toContainEqual({
    prompt: examples[7]?.prompt_messages,
    completion: [assistant('Template <fi>7</fi>\n')],
  });
  expect(await lines('genericizer.prompt-completion.jsonl')).toContainEqual({
    prompt: `Make it {{general}}.\n\n${examples[7]?.prompt_messages[1]?.content ?? ''}`,
    completion: '\n\nTemplate <fi>7</fi>\n',
  });
});

test('the configs have the hyperparameters, as numbers, and name the files', async () => {
  const { read } = await written({
    baseModel: 'some: model',
    hasChatTemplate: false,
    learningRate: 2e-5,
    epochs: 3,
    batchSize: 64,
    origin: 'The paper, section 3.1:\nall values are its own',
  });
  const trl = await read('genericizer.trl.yaml');
  expect(trl).toContain('# The paper, section 3.1:\n# all values are its own\n');
  expect(parse(trl, { version: '1.1' })).toMatchObject({
    model_name_or_path: 'some: model',
    datasets: [{ data_files: 'genericizer.chat.jsonl' }],
    chat_template_path: 'chat-template.jinja',
    learning_rate: 2e-5,
    weight_decay: 0,
    num_train_epochs: 3,
    gradient_accumulation_steps: 8,
  });
  expect(parse(await read('genericizer.axolotl.yaml'), { version: '1.1' })).toMatchObject({
    base_model: 'some: model',
    datasets: [{ path: 'genericizer.messages.jsonl' }],
    chat_template: 'jinja',
    chat_template_jinja: 'chat-template.jinja',
    learning_rate: 2e-5,
    num_epochs: 3,
  });
  expect(await read('chat-template.jinja')).toContain('generation');
});
