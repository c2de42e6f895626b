import { expect, test } from 'vitest';
import { z } from 'zod';
import type { BuildConfig } from '../../schemas/build/build.ts';
import { pairShape } from '../../schemas/kinds/pair.ts';
import { column, reasoningOf } from '../../schemas/table/meaning.ts';
import { finishedKind } from './finished-kind.ts';
import { publish } from './published.ts';

const shape = {
  id: z.string(),
  ...pairShape,
  persona: column(z.string().nullable(), { meaning: { is: 'system' } }),
};
const rows = [
  { id: '0', instruction: 'Who?', response: 'I.', persona: 'A poet.' },
  { id: '1', instruction: 'When?', response: 'Now.', persona: null },
];

test('a column that holds system messages stands in every format that has a place for it', async () => {
  const { lines, manifest } = await publish(await finishedKind('pair', shape, rows));
  expect(await lines('messages.jsonl')).toMatchObject([
    { messages: [{ role: 'system', content: 'A poet.' }, { role: 'user' }, { role: 'assistant' }] },
    { messages: [{ role: 'user' }, { role: 'assistant' }] },
  ]);
  expect(await lines('prompt-completion.jsonl')).toEqual([
    { prompt: 'A poet.\n\nWho?', completion: 'I.' },
    { prompt: 'When?', completion: 'Now.' },
  ]);
  expect(manifest.files.map(({ path }) => path)).toContain('sharegpt.jsonl');
  const text = await finishedKind('pair', shape, rows, { output: { formats: ['parquet', 'text'] } });
  await expect(publish(text)).rejects.toThrow('"text" has no place for `system`');
});

test('what a model thought is written where it has a place, and tools have none', async () => {
  const thought = column(z.string().nullable(), { meaning: { is: 'reasoning', of: 'response' } });
  const all = rows.map((row, at) => ({ ...row, thought: at === 0 ? 'Hm.' : null }));
  const { lines, manifest } = await publish(await finishedKind('pair', { ...shape, thought }, all));
  expect(manifest.files.map(({ path }) => path)).not.toContain('prompt-completion.jsonl');
  expect(await lines('messages.jsonl')).toEqual([
    {
      messages: [
        { role: 'system', content: 'A poet.' },
        { role: 'user', content: 'Who?' },
        { role: 'assistant', content: 'I.', reasoning_content: 'Hm.' },
      ],
    },
    {
      messages: [
        { role: 'user', content: 'When?' },
        { role: 'assistant', content: 'Now.' },
      ],
    },
  ]);
  const offered = column(z.string(), { meaning: { is: 'tools' } });
  const tools = await finishedKind(
    'pair',
    { ...shape, offered },
    rows.map((row) => ({ ...row, offered: '[]' })),
    { output: { formats: ['messages'] } },
  );
  await expect(publish(tools)).rejects.toThrow('"messages" has no place for `tools`');
});

type Output = BuildConfig['output'];

const reasoned = { id: z.string(), ...pairShape, reasoning: reasoningOf('response') };
const thinking = [
  { id: '0', instruction: 'Who?', response: 'I.', reasoning: 'Hm.' },
  { id: '1', instruction: 'When?', response: 'Now.', reasoning: null },
];

async function published(reasoning: Output['reasoning'], formats?: Output['formats']) {
  const output = {
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(formats === undefined ? {} : { formats }),
  };
  const { lines, manifest } = await publish(await finishedKind('pair', reasoned, thinking, { output }));
  return {
    lines,
    files: manifest.files.map(({ path }) => path),
    columns: manifest.columns.map(({ name }) => name),
  };
}

test.each([undefined, 'none'] as const)(
  'thoughts stay in the tables unless the config asks for them: %s',
  async (wish) => {
    const { lines, columns, files } = await published(wish);
    expect(columns).toEqual(['id', 'instruction', 'response', 'instruction_tokens', 'response_tokens']);
    expect(await lines('messages.jsonl')).toEqual([
      {
        messages: [
          { role: 'user', content: 'Who?' },
          { role: 'assistant', content: 'I.' },
        ],
      },
      {
        messages: [
          { role: 'user', content: 'When?' },
          { role: 'assistant', content: 'Now.' },
        ],
      },
    ]);
    expect(files).toContain('prompt-completion.jsonl');
  },
);

test('as a field they stand in messages and in columns, with their tokens', async () => {
  const { lines, columns, files } = await published('field');
  expect(columns).toEqual(expect.arrayContaining(['reasoning', 'reasoning_tokens']));
  expect(await lines('messages.jsonl')).toMatchObject([
    { messages: [{}, { content: 'I.', reasoning_content: 'Hm.' }] },
    { messages: [{}, { content: 'Now.' }] },
  ]);
  expect(files).not.toContain('prompt-completion.jsonl');
});

test.each([
  ['tags', '<think>\nHm.\n</think>\n\nI.'],
  [{ open: "[THINK]'", close: '[/THINK]' }, "[THINK]'Hm.[/THINK]I."],
] as const)('between tags they stand before the answer in every format: %j', async (wish, content) => {
  const formats: Output['formats'] = ['parquet', 'messages', 'prompt-completion', 'sharegpt', 'text'];
  const { lines, columns } = await published(wish, formats);
  expect(columns).toContain('reasoning');
  expect(await lines('messages.jsonl')).toEqual([
    {
      messages: [
        { role: 'user', content: 'Who?' },
        { role: 'assistant', content },
      ],
    },
    {
      messages: [
        { role: 'user', content: 'When?' },
        { role: 'assistant', content: 'Now.' },
      ],
    },
  ]);
  expect(await lines('prompt-completion.jsonl')).toMatchObject([
    { completion: content },
    { completion: 'Now.' },
  ]);
  expect(await lines('sharegpt.jsonl')).toMatchObject([{ conversations: [{}, { value: content }] }, {}]);
  expect(await lines('text.jsonl')).toMatchObject([{ text: `Instruction: Who?\n\nAnswer: ${content}` }, {}]);
});
