import { expect, test } from 'vitest';
import {
  flagsOfAll,
  readMessages,
} from '../../../activities/recipes/lmsys-synth/conversations/read-messages.ts';
import { flaggedFor } from '../../../activities/recipes/lmsys-synth/conversations/toxicity.ts';
import type { Json } from '../../../schemas/json.ts';

const verdict = (...categories: string[]): Json => ({
  flagged: categories.length > 0,
  categories: { hate: categories.includes('hate'), violence: categories.includes('violence') },
});
const lmsys: Json = [
  { role: 'user', content: 'Hi' },
  { role: 'assistant', content: 'Hello' },
];

test.each<[string, Json, Json | undefined, [string, string, string[] | null][]]>([
  [
    'LMSYS-Chat-1M',
    lmsys,
    [verdict(), verdict('hate')],
    [
      ['user', 'Hi', []],
      ['assistant', 'Hello', ['hate']],
    ],
  ],
  [
    'no moderation',
    lmsys,
    undefined,
    [
      ['user', 'Hi', null],
      ['assistant', 'Hello', null],
    ],
  ],
  [
    'WildChat',
    [
      { role: 'user', content: 'Hi', toxic: true, language: 'English' },
      { role: 'assistant', content: null, toxic: false },
    ],
    undefined,
    [
      ['user', 'Hi', ['toxic']],
      ['assistant', '', []],
    ],
  ],
  [
    'ShareGPT',
    [
      { from: 'system', value: 'Be kind.' },
      { from: 'human', value: 'Hi' },
      { from: 'gpt', value: 'Hello' },
    ],
    undefined,
    [
      ['system', 'Be kind.', null],
      ['user', 'Hi', null],
      ['assistant', 'Hello', null],
    ],
  ],
  [
    'a list as text',
    JSON.stringify(lmsys),
    '[]',
    [
      ['user', 'Hi', null],
      ['assistant', 'Hello', null],
    ],
  ],
  [
    'parts of a message',
    [
      {
        role: 'user',
        content: [{ type: 'text', text: 'Look' }, { type: 'image_url' }, { type: 'text', text: 'here' }],
      },
    ],
    undefined,
    [['user', 'Look\nhere', null]],
  ],
  [
    'flagged for no category',
    [{ role: 'user', content: 'Hi' }],
    [{ flagged: true }],
    [['user', 'Hi', ['flagged']]],
  ],
])('%s', (_, conversation, moderation, expected) => {
  const messages = readMessages(conversation, moderation);
  if ('unread' in messages) throw new Error(messages.unread);
  expect(messages.map(({ role, content, flags }) => [role, content, flags])).toEqual(expected);
});

test.each<[Json | undefined, string]>([
  [undefined, 'no list of messages'],
  ['Hi', 'no list of messages'],
  [[], 'no messages'],
  [['Hi'], 'message 0 is no object'],
  [
    [
      { role: 'user', content: 'Hi' },
      { role: 'tool', content: '{}' },
    ],
    'message 1 is by "tool"',
  ],
  [[{ content: 'Hi' }], 'message 0 is by null'],
])('%j cannot be read', (conversation, unread) => {
  expect(readMessages(conversation, undefined)).toEqual({ unread });
});

const messages = readMessages(lmsys, [verdict(), verdict('hate', 'violence')]);
const params = { turns: 'any' } as const;

test('flags count by turn and category, and those of the whole only where any turn does', () => {
  if ('unread' in messages) throw new Error(messages.unread);
  const later = [...messages, { role: 'user', content: 'Oh', flags: ['violence'] } as const].map((each) => ({
    ...each,
    flags: each.flags === null ? null : [...each.flags],
  }));
  expect(flaggedFor(later, null, params)).toEqual(['hate (message 1)', 'violence (message 1)']);
  expect(flaggedFor(later, null, { turns: 'none' })).toBe(null);
  expect(flaggedFor(later.slice(2), null, { turns: 'first', categories: ['hate'] })).toEqual([]);
  const clean = later.map((each) => ({ ...each, flags: [] }));
  expect(flaggedFor(clean, ['toxic'], params)).toEqual(['toxic']);
  expect(flaggedFor(clean, ['toxic'], { turns: 'first' })).toEqual([]);
});

test('what the log says of no message it says of the whole', () => {
  expect(flagsOfAll(undefined, undefined, 2)).toBe(null);
  expect(flagsOfAll(false, undefined, 2)).toEqual([]);
  expect(flagsOfAll(true, [verdict('hate')], 2)).toEqual(['toxic', 'hate']);
  expect(flagsOfAll(undefined, [verdict('hate'), verdict()], 2)).toBe(null);
});
