import { expect, test } from 'vitest';
import { assembled, isEventStream } from '../../activities/inference/completion-stream.ts';

const piece = (delta: unknown, more: Record<string, unknown> = {}): string =>
  `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', model: 'm', choices: [{ index: 0, delta, ...more }] })}\n\n`;
const end = piece({}, { finish_reason: 'stop' });
const done = 'data: [DONE]\n\n';

test('pieces of all kinds become the body of one that is not streamed', () => {
  const usage = `data: ${JSON.stringify({ id: 'x', choices: [], usage: { prompt_tokens: 3, completion_tokens: 4 } })}\n\n`;
  const stream = [
    ': OPENROUTER PROCESSING\n\n',
    piece({ role: 'assistant', content: '', reasoning_content: 'Let ' }),
    piece({ reasoning_content: 'me see.', content: null }),
    piece({ content: 'Answer ' }, { finish_reason: null, logprobs: null }),
    piece({ content: 'to: 😀' }),
    end,
    usage,
    done,
  ].join('');
  expect(assembled(stream)).toEqual({
    kind: 'whole',
    body: {
      id: 'x',
      object: 'chat.completion',
      model: 'm',
      usage: { prompt_tokens: 3, completion_tokens: 4 },
      choices: [
        {
          index: 0,
          finish_reason: 'stop',
          message: { role: 'assistant', content: 'Answer to: 😀', reasoning_content: 'Let me see.' },
        },
      ],
    },
  });
});

test.each([
  ['refusals', [{ refusal: 'I ' }, { refusal: 'will not.' }], { refusal: 'I will not.' }],
  [
    'reasoning',
    [{ reasoning: 'a' }, { reasoning: 'b' }, { content: 'c' }],
    { reasoning: 'ab', content: 'c' },
  ],
  [
    'calls of tools',
    [
      {
        tool_calls: [
          { index: 0, id: 'a', type: 'function', function: { name: 'search', arguments: '{"q"' } },
        ],
      },
      { tool_calls: [{ index: 0, function: { arguments: ':1}' } }] },
      { tool_calls: [{ index: 1, id: 'b', type: 'function', function: { name: 'read', arguments: '{}' } }] },
    ],
    {
      tool_calls: [
        { id: 'a', type: 'function', function: { name: 'search', arguments: '{"q":1}' } },
        { id: 'b', type: 'function', function: { name: 'read', arguments: '{}' } },
      ],
    },
  ],
  [
    'parts',
    [
      { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] }] },
      { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'm.' }] }] },
      { content: 'So ' },
      { content: [{ type: 'text', text: 'it is.' }] },
    ],
    {
      content: [
        { type: 'thinking', thinking: [{ type: 'text', text: 'Hmm.' }] },
        { type: 'text', text: 'So it is.' },
      ],
    },
  ],
])('%s', (_, deltas, message) => {
  const found = assembled([...deltas.map((delta) => piece(delta)), end].join(''));
  expect(found.kind === 'whole' && found.body['choices']).toEqual([
    { index: 0, finish_reason: 'stop', message },
  ]);
});

test('raw completions', () => {
  const raw = (text: string, finish: string | null) =>
    `data: ${JSON.stringify({ object: 'text_completion', choices: [{ index: 0, text, finish_reason: finish }] })}\n\n`;
  expect(assembled(raw('Once ', null) + raw('upon', '') + raw('', 'length') + done)).toEqual({
    kind: 'whole',
    body: { object: 'text_completion', choices: [{ index: 0, text: 'Once upon', finish_reason: 'length' }] },
  });
});

test.each([
  ['carriage returns', piece({ content: 'a' }).replaceAll('\n', '\r\n') + end.replaceAll('\n', '\r\n')],
  ['no empty lines', piece({ content: 'a' }).trim() + '\n' + end.trim() + '\n'],
  [
    'no space, a mark of byte order',
    `\uFEFF${(piece({ content: 'a' }) + end).replaceAll('data: ', 'data:')}`,
  ],
  ['no end but [DONE]', piece({ content: 'a' }) + done],
  [
    'the whole message again at the end',
    piece({ content: 'a' }) + piece({}, { message: { content: 'a' }, finish_reason: 'stop' }),
  ],
])('read with %s', (_, stream) => {
  expect(assembled(stream)).toMatchObject({
    kind: 'whole',
    body: { choices: [{ message: { content: 'a' } }] },
  });
});

test.each([
  ['before its end', piece({ content: 'First, mix the ' })],
  ['in the middle of an event', piece({ content: 'First' }) + end.slice(0, 40)],
  ['before anything', ': keep-alive\n\n'],
])('a stream cut %s is no answer', (_, stream) => {
  expect(assembled(stream)).toMatchObject({ kind: 'cut' });
});

test('a failure in the middle is what the server says of it', () => {
  const failure = `data: ${JSON.stringify({ error: { message: 'engine died', code: 500 } })}\n\n`;
  expect(assembled(piece({ content: 'a' }) + failure)).toEqual({
    kind: 'whole',
    body: { error: { message: 'engine died', code: 500 } },
  });
});

test('a stream is known by its type, or by how it begins', () => {
  expect(isEventStream('text/event-stream; charset=utf-8', '')).toBe(true);
  expect(isEventStream('text/plain', 'data: {}\n\n')).toBe(true);
  expect(isEventStream('application/json', 'data: {}')).toBe(false);
  expect(isEventStream('text/html', '<html>')).toBe(false);
});

const begun = piece({ content: 'Answer ' });

test.each([
  ['in the choice', piece({ content: '' }, { error: { message: 'gone', code: 502 } })],
  [
    'of the whole',
    `data: ${JSON.stringify({ error: { message: 'gone' }, choices: [{ index: 0, delta: {} }] })}\n\n`,
  ],
])('an error %s ends a stream, though it says that it is done', (_, failure) => {
  const stream = assembled(begun + failure + done);
  expect(stream).toMatchObject({ kind: 'whole', body: { error: { message: 'gone' } } });
});

test.each([{ detail: 'gone' }, { error_code: 500, error_msg: 'gone' }, { statusCode: 500, msg: 'gone' }])(
  'an event that is no piece, and then [DONE] alone, is no end: %j',
  (failure) => {
    expect(assembled(`${begun}event: error\ndata: ${JSON.stringify(failure)}\n\n${done}`)).toMatchObject({
      kind: 'cut',
      why: expect.stringContaining('gone') as string,
    });
  },
);

test('a ping between pieces is no failure', () => {
  const ping = 'event: ping\ndata: {"type":"ping"}\n\n';
  expect(assembled(begun + ping + end + done)).toMatchObject({ kind: 'whole' });
});

test('stop after a cut does not take it back', () => {
  const stream = assembled(begun + piece({}, { finish_reason: 'length' }) + end + done);
  expect(stream).toMatchObject({ body: { choices: [{ finish_reason: 'length' }] } });
});

test('choices come in the order of their index', () => {
  const second = `data: ${JSON.stringify({ choices: [{ index: 1, delta: { content: 'Other' } }] })}\n\n`;
  const stream = assembled(second + begun + end + done);
  expect(stream).toMatchObject({ body: { choices: [{ index: 0 }, { index: 1 }] } });
});

test('thoughts grow under whichever name', () => {
  const stream = assembled(piece({ thinking: 'Let ' }) + piece({ thinking: 'me see.' }) + begun + end);
  expect(stream).toMatchObject({ body: { choices: [{ message: { thinking: 'Let me see.' } }] } });
});
