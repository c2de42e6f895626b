import { expect, test } from 'vitest';
import { messagesOf } from '../../../activities/recipes/generate/messages-of.ts';

const asked = [
  { role: 'system', content: 'You are terse.' },
  { role: 'user', content: 'What is a tide?' },
];

test.each([
  ['as messages', asked],
  ['as JSON text', JSON.stringify(asked)],
  [
    'as turns of ShareGPT',
    [
      { from: 'system', value: 'You are terse.' },
      { from: 'human', value: 'What is a tide?' },
    ],
  ],
  [
    'as parts',
    [{ role: 'developer', content: ['You are ', { type: 'text', text: 'terse.' }] }, asked[1] ?? null],
  ],
])('a column of messages, %s', (_, value) => {
  expect(messagesOf(value, 'm')).toEqual(asked);
});

test.each([
  [undefined, 'column empty'],
  ['', 'column empty'],
  [[], 'column empty'],
  ['What is a tide?', 'messages are no list'],
  [[7], 'message is no object'],
  [[{ role: 'tool', content: 'x' }], 'role of a message'],
  [[{ role: 'constructor', content: 'x' }], 'role of a message'],
  [[{ role: 'user', content: [{ type: 'image_url' }] }], 'message is no text'],
  [
    [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello' },
    ],
    'messages do not end with a question',
  ],
  [[{ role: 'user', content: ' ' }], 'column empty'],
])('%j is a reject', (value, reason) => {
  expect(messagesOf(value, 'm')).toMatchObject({ reason });
});
