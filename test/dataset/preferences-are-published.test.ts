import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readTyped } from '../../activities/parquet/read-rows.ts';
import { preferenceShape, promptMessagesShape, promptShape } from '../../schemas/kinds/preference.ts';
import { column } from '../../schemas/table/meaning.ts';
import { finishedKind } from './finished-kind.ts';
import { nasty, nastyWithMark } from './nasty.ts';
import { publish } from './published.ts';

const answers = [
  { chosen: nasty, rejected: 'bad', chosen_score: 2.5, rejected_score: -1 },
  { chosen: 'one', rejected: 'other', chosen_score: 1, rejected_score: 1 },
];
const texts = answers.map((answer, at) => ({
  id: String(at),
  prompt: at === 0 ? nastyWithMark : 'Hello',
  ...answer,
}));
const textShape = { id: z.string(), ...promptShape, ...preferenceShape };
const says = (role: string, content: string | undefined) => [{ role, content }];

test('preferences with a prompt of text are written in all formats, ties are told', async () => {
  const finished = await finishedKind('preference', textShape, texts);
  const { dataset, manifest, lines, read } = await publish(finished);
  expect(await lines('prompt-chosen-rejected.jsonl')).toEqual(
    texts.map(({ prompt, chosen, rejected }) => ({ prompt, chosen, rejected })),
  );
  expect(await lines('messages.jsonl')).toEqual(
    texts.map(({ prompt, chosen, rejected }) => ({
      prompt: says('user', prompt),
      chosen: says('assistant', chosen),
      rejected: says('assistant', rejected),
    })),
  );
  expect(await lines('sharegpt.jsonl')).toEqual(
    texts.map(({ prompt, chosen, rejected }) => ({
      conversations: [{ from: 'human', value: prompt }],
      chosen: { from: 'gpt', value: chosen },
      rejected: { from: 'gpt', value: rejected },
    })),
  );
  const counted = { prompt_tokens: z.int(), chosen_tokens: z.int(), rejected_tokens: z.int() };
  const file = join(dataset.location, 'data/train-00000-of-00001.parquet');
  expect(await readTyped(file, { ...textShape, ...counted })).toMatchObject(texts);
  expect(manifest.analysis.sections?.[0]).toMatchObject({
    title: 'Preferences',
    paragraphs: [expect.stringContaining('one score: 1; rows whose chosen answer has the lower score: 0')],
    tables: [
      {
        rows: [
          ['chosen', 1.75, 1, 2.5],
          ['rejected', 0, -1, 1],
          ['margin', 1.75, 0, 3.5],
        ],
      },
    ],
  });
  const card = await read('README.md');
  expect(parse(card.split('---\n')[1] ?? '')).toMatchObject({
    tags: expect.arrayContaining(['dpo']) as unknown,
  });
  expect(card).toContain('**2** prompts with a better and a worse answer');
  expect(card).toContain('Chosen, score 2.5:');
  expect(card).toContain('Rejected, score -1:');
});

const talk = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Hello' },
  { role: 'assistant', content: 'Hi' },
  { role: 'user', content: nasty },
];
const messages = answers.map((answer, at) => ({ id: String(at), prompt_messages: talk, ...answer }));
const messageShape = { id: z.string(), ...promptMessagesShape, ...preferenceShape };

test('a prompt of messages has a place in forms of conversations alone', async () => {
  const { manifest, lines } = await publish(await finishedKind('preference', messageShape, messages));
  const files = manifest.files.map(({ path }) => path);
  expect(files).toContain('sharegpt.jsonl');
  expect(files).not.toContain('prompt-chosen-rejected.jsonl');
  expect(await lines('messages.jsonl')).toMatchObject([{ prompt: talk }, { prompt: talk }]);
  const asked = await finishedKind('preference', messageShape, messages, {
    output: { formats: ['messages', 'prompt-chosen-rejected'] },
  });
  await expect(publish(asked)).rejects.toThrow('"prompt-chosen-rejected" has no place for `prompt_messages`');
});

test('system messages and thoughts that columns hold are in the lines that have a place for them', async () => {
  const shape = {
    ...textShape,
    persona: column(z.string().nullable(), { meaning: { is: 'system' } }),
    thought: column(z.string().nullable(), { meaning: { is: 'reasoning', of: 'chosen' } }),
  };
  const rows = texts.map((row, at) => ({
    ...row,
    persona: at === 0 ? 'A poet.' : null,
    thought: at === 0 ? null : 'Hm.',
  }));
  const { manifest, lines } = await publish(await finishedKind('preference', shape, rows));
  expect(manifest.files.map(({ path }) => path)).not.toContain('sharegpt.jsonl');
  const [first, second] = texts;
  expect(await lines('messages.jsonl')).toEqual([
    {
      prompt: [...says('system', 'A poet.'), ...says('user', first?.prompt)],
      chosen: says('assistant', first?.chosen),
      rejected: says('assistant', first?.rejected),
    },
    {
      prompt: says('user', second?.prompt),
      chosen: [{ role: 'assistant', content: second?.chosen, reasoning_content: 'Hm.' }],
      rejected: says('assistant', second?.rejected),
    },
  ]);
});
