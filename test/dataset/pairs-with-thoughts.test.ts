import { expect, test } from 'vitest';
import { z } from 'zod';
import { pairShape } from '../../schemas/kinds/pair.ts';
import { column } from '../../schemas/table/meaning.ts';
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
