import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readTyped } from '../../activities/parquet/read-rows.ts';
import { openTokenizer } from '../../activities/tokens/open-tokenizer.ts';
import { conversationShape } from '../../schemas/kinds/conversation.ts';
import { column } from '../../schemas/table/meaning.ts';
import { finishedKind } from './finished-kind.ts';
import { nasty, nastyWithMark } from './nasty.ts';
import { publish } from './published.ts';

const shape = { id: z.string(), ...conversationShape, quality: z.number() };

const talks = [
  [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: nastyWithMark },
    { role: 'assistant', content: nasty },
    { role: 'user', content: '\\ud800 "and" more\u0000' },
    { role: 'assistant', content: 'No.' },
  ],
  [
    { role: 'user', content: 'Hello' },
    { role: 'assistant', content: 'Hi' },
  ],
];
const rows = talks.map((messages, at) => ({ id: String(at), messages, quality: at }));
const speakers: Record<string, string> = { system: 'system', user: 'human', assistant: 'gpt' };

test('conversations are written whole in every format, and their tokens are counted by publishing', async () => {
  const finished = await finishedKind('conversation', shape, rows, { shards: 2 });
  const { dataset, manifest, lines, read } = await publish(finished);
  expect(dataset).toMatchObject({ rows: 2, sample: [{ title: 'System' }, { title: 'User' }, {}, {}, {}] });
  const byFirst = (all: readonly unknown[]) => [...all].map((line) => JSON.stringify(line)).sort();
  expect(byFirst(await lines('messages.jsonl'))).toEqual(byFirst(talks.map((messages) => ({ messages }))));
  expect(byFirst(await lines('sharegpt.jsonl'))).toEqual(
    byFirst(
      talks.map((messages) => ({
        conversations: messages.map(({ role, content }) => ({ from: speakers[role], value: content })),
      })),
    ),
  );
  const tokens = { user_tokens: z.int(), assistant_tokens: z.int() };
  const written = await readTyped(join(dataset.location, 'data/train-00000-of-00001.parquet'), {
    ...shape,
    ...tokens,
  });
  const tokenizer = await openTokenizer(finished.input.build.plan.config.tokenizer);
  const said = (at: number, role: string) =>
    (talks[at] ?? []).filter((turn) => turn.role === role).map(({ content }) => content);
  expect([...written].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
    rows.map((row, at) => ({
      ...row,
      user_tokens: tokenizer.count(said(at, 'user').join('\n\n')),
      assistant_tokens: tokenizer.count(said(at, 'assistant').join('\n\n')),
    })),
  );
  expect(manifest.kind).toBe('conversation');
  expect(manifest.columns.map(({ name }) => name)).toEqual([
    'id',
    'messages',
    'quality',
    ...Object.keys(tokens),
  ]);
  const card = await read('README.md');
  const matter: unknown = parse(card.split('---\n')[1] ?? '');
  expect(matter).toMatchObject({ tags: expect.arrayContaining(['conversational']) as unknown });
  expect(card).toContain('**2** conversations');
  expect(card).toContain('with a system message: 1; with reasoning: 0');
  expect(await read('report.html')).toContain('5 messages');
});

test('reasoning is kept, and what has no place for it is left out, or refused where it was asked for', async () => {
  const thoughtful = [
    { role: 'user', content: 'Two and two?' },
    { role: 'assistant', content: '4', reasoning_content: 'Two more than two.' },
  ];
  const all = [{ id: '!', messages: thoughtful, quality: 1 }, ...rows];
  const { lines, read, manifest } = await publish(await finishedKind('conversation', shape, all));
  expect(await lines('messages.jsonl')).toContainEqual({ messages: thoughtful });
  expect(manifest.files.map(({ path }) => path)).not.toContain('sharegpt.jsonl');
  const card = await read('README.md');
  expect(card).toContain('Two more than two.');
  expect(card).toContain('Not written as `sharegpt`, which has no place for `reasoning`');

  const asked = await finishedKind('conversation', shape, all, { output: { formats: ['sharegpt'] } });
  await expect(publish(asked)).rejects.toThrow(
    'output.formats: "sharegpt" has no place for `reasoning`, which rows of this conversation dataset have; it would be lost without a word. Use "parquet", "messages"',
  );
});

test('a system message of the config begins the conversations that have none', async () => {
  const finished = await finishedKind('conversation', shape, rows, { output: { system: "It's so." } });
  const { lines } = await publish(finished);
  const lead = { role: 'system', content: "It's so." };
  expect(await lines('messages.jsonl')).toEqual([
    { messages: talks[0] },
    { messages: [lead, ...(talks[1] ?? [])] },
  ]);
});

test('a half of a surrogate pair costs its character, not the dataset', async () => {
  const messages = [
    { role: 'user', content: 'a\ud800\udfff\ude00\ud83d\\\ud83d' },
    { role: 'assistant', content: 'b' },
  ];
  const { lines } = await publish(
    await finishedKind('conversation', shape, [{ id: 'a', messages, quality: 1 }]),
  );
  const content = 'a\ud800\udfff\ufffd\ufffd\\\ufffd';
  expect(await lines('messages.jsonl')).toMatchObject([{ messages: [{ content }, {}] }]);
});

test('a score is what is declared as one, on its own scale', async () => {
  const rated = {
    ...shape,
    score: z.int(),
    grade: column(z.int(), { about: 'A grade', meaning: { is: 'score', scale: [1, 3] } }),
  };
  const graded = rows.map((row, at) => ({ ...row, score: 5, grade: at + 1 }));
  const { manifest } = await publish(await finishedKind('conversation', rated, graded));
  expect(manifest.analysis.scores).toMatchObject([
    {
      column: 'grade',
      scores: [
        { score: 1, kept: 1 },
        { score: 2, kept: 1 },
        { score: 3, kept: 0 },
      ],
    },
  ]);
});

test('a column of tokens that is something else is told by its name', async () => {
  const wrong = { ...shape, user_tokens: z.string() };
  const finished = await finishedKind(
    'conversation',
    wrong,
    rows.map((row) => ({ ...row, user_tokens: '3' })),
  );
  await expect(publish(finished)).rejects.toThrow('the column user_tokens of a conversation');
});

test.each([
  ['none', { role: 'assistant', content: 'Hi' }],
  ['field', { role: 'assistant', content: 'Hi', reasoning_content: 'Hm.' }],
  ['tags', { role: 'assistant', content: '<think>\nHm.\n</think>\n\nHi' }],
] as const)('thoughts in turns are written as the config says: %s', async (reasoning, answer) => {
  const asked = { role: 'user', content: 'Hello' };
  const messages = [asked, { role: 'assistant', content: 'Hi', reasoning_content: 'Hm.' }];
  const plain = [asked, { role: 'assistant', content: 'Hi' }];
  const both = [messages, plain].map((each, at) => ({ id: String(at), messages: each, quality: at }));
  const { lines, dataset } = await publish(
    await finishedKind('conversation', shape, both, { output: { reasoning } }),
  );
  expect(await lines('messages.jsonl')).toEqual([{ messages: [asked, answer] }, { messages: plain }]);
  const written = await readTyped(join(dataset.location, 'data/train-00000-of-00001.parquet'), {
    messages: shape.messages,
  });
  const kept = reasoning === 'none' ? plain : messages;
  expect(written.map((row) => row.messages)).toEqual([kept, plain]);
});
