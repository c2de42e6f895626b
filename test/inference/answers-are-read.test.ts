import { expect, test } from 'vitest';
import { readCompletion } from '../../activities/inference/completion-response.ts';
import { readAnswer, wordsOf } from '../../activities/inference/read-answer.ts';
import { UnusableAnswer } from '../../activities/inference/unusable-answer.ts';
import { questionOf } from '../../activities/inference/question-of.ts';
import { RoleSchema } from '../../schemas/inference/role.ts';

const question = questionOf(
  RoleSchema.parse({ endpoint: 'e', model: 'm' }),
  [{ role: 'user', content: 'hi' }],
  1,
  {
    temperature: 1,
    topP: 1,
  },
);

function received(choice: object, more: object = {}) {
  const body = { model: 'm', choices: [{ index: 0, finish_reason: 'stop', ...choice }], ...more };
  return readCompletion({ body, headers: new Headers(), milliseconds: 1 }, question);
}

function read(message: object, finish = 'stop', readsCut = false) {
  return readAnswer(received({ message: { role: 'assistant', ...message }, finish_reason: finish }), {
    readsCut,
  });
}

const text = 'It is 4.';
const reasoning = 'Two and two.';
const part = { type: 'text', text };

test.each([
  ['vLLM', { content: text, reasoning }],
  ['DeepSeek', { content: text, reasoning_content: reasoning }],
  ['vLLM, under both names', { content: text, reasoning, reasoning_content: reasoning }],
  [
    'OpenRouter',
    { content: text, reasoning, reasoning_details: [{ type: 'reasoning.text', text: reasoning }] },
  ],
  [
    'OpenRouter, details alone',
    {
      content: text,
      reasoning: null,
      reasoning_details: [{ type: 'reasoning.summary', summary: reasoning }],
    },
  ],
  [
    'LiteLLM',
    { content: text, thinking_blocks: [{ type: 'thinking', thinking: reasoning, signature: 'x' }] },
  ],
  ['Mistral', { content: [{ type: 'thinking', thinking: [{ type: 'text', text: reasoning }] }, part] }],
  [
    'Anthropic',
    {
      content: [{ type: 'thinking', thinking: reasoning }, { type: 'redacted_thinking', data: 'xyz' }, part],
    },
  ],
  [
    'parts of reasoning',
    { content: [{ type: 'reasoning', summary: [{ type: 'summary_text', text: reasoning }] }, part] },
  ],
  ['a part that says that it is a thought', { content: [{ text: reasoning, thought: true }, { text }] }],
  ['tags within a part', { content: [{ type: 'text', text: `<think>${reasoning}</think>\n\n${text}` }] }],
  [
    'a server’s parser that leaves the closing tag',
    { content: `</think>\n\n${text}`, reasoning_content: reasoning },
  ],
])('thoughts and answer of %s', (_, message) => {
  expect(read(message)).toMatchObject({ text, reasoning, finish: 'stop' });
});

test.each([
  ['a part', [part]],
  ['one part alone', part],
  ['parts of a text', [{ type: 'output_text', text: 'It is ' }, '4.']],
  ['a part of another type', [part, { type: 'reference', reference_ids: [1] }]],
])('content as %s', (_, content) => {
  const answer = read({ content });
  expect(answer).toMatchObject({ text });
  expect(answer).not.toHaveProperty('reasoning');
});

test('thoughts of a field and of tags are kept together, each once', () => {
  expect(read({ content: `<think>b</think>${text}`, reasoning: 'a' })).toMatchObject({
    text,
    reasoning: 'a\n\nb',
  });
});

test('what is kept of an answer is what the server said', () => {
  const answer = received({ message: { content: `<think>${reasoning}</think>${text}` } });
  expect(answer.text).toBe(`<think>${reasoning}</think>${text}`);
  expect(answer).not.toHaveProperty('reasoning');
});

test('raw completions have thoughts too', () => {
  expect(readAnswer(received({ text: `${reasoning}\n</think>\n${text}` }))).toMatchObject({
    text,
    reasoning,
  });
  expect(received({ text, reasoning })).toMatchObject({ text, reasoning });
});

const words = 'This request goes against the usage policies.';

test.each([
  [{ content: null, refusal: words }, 'stop', 'refusal', words],
  [{ content: '', refusal: words }, 'content_filter', 'refusal', words],
  [{ content: [{ type: 'refusal', refusal: words }] }, 'stop', 'refusal', words],
  [{ content: words }, 'refusal', 'refusal', words],
  [{ content: 'First, mix the' }, 'content_filter', 'filtered', 'First, mix the'],
  [{ content: 'First, mix the' }, 'model_length', 'answer cut', 'First, mix the'],
  [{ content: 'First, mix the' }, 'length', 'answer cut', 'First, mix the'],
  [{ content: null, reasoning_content: reasoning }, 'length', 'answer cut', reasoning],
  [{ content: null, reasoning_content: reasoning }, 'stop', 'empty answer', reasoning],
  [{ content: `<think>${reasoning}` }, 'stop', 'answer cut', `<think>${reasoning}`],
  [{ content: `<think>${reasoning}</think>` }, 'stop', 'empty answer', `<think>${reasoning}</think>`],
  [{ content: 'Is </think> a tag?' }, 'stop', 'reasoning markup', 'Is </think> a tag?'],
  [{ content: null, tool_calls: [{ id: 'a' }] }, 'tool_calls', 'tool call', ''],
  [{ content: null, tool_calls: [{ id: 'a' }] }, 'stop', 'tool call', ''],
  [{ content: ' ' }, 'stop', 'empty answer', ' '],
])('%j, %s: %s', (message, finish, unfit, said) => {
  expect(read(message, finish)).toMatchObject({ unfit });
  expect(wordsOf(received({ message, finish_reason: finish }))).toBe(said);
});

test('an end of which nobody knows is named', () => {
  expect(read({ content: text }, 'pause_turn')).toEqual({
    unfit: 'unknown finish',
    detail: 'finish_reason "pause_turn"',
  });
});

test('a stage may read what was cut, but nothing that was filtered or is no answer yet', () => {
  expect(read({ content: text }, 'max_tokens', true)).toMatchObject({ text, finish: 'length' });
  expect(read({ content: text }, 'stop', true)).toMatchObject({ text, finish: 'stop' });
  expect(read({ content: text }, 'content_filter', true)).toMatchObject({ unfit: 'filtered' });
  expect(read({ content: '<think>hm' }, 'length', true)).toMatchObject({ unfit: 'answer cut' });
  expect(read({ content: '' }, 'length', true)).toMatchObject({ unfit: 'answer cut' });
});

test('an answer that ended by a fault of the server is none, and is asked for again', () => {
  const fault = () => received({ message: { content: 'First' }, finish_reason: 'abort' });
  expect(fault).toThrow(UnusableAnswer);
  expect(fault).toThrow('ended by a fault of the server: abort');
  const error = { message: 'Provider disconnected', code: 502 };
  expect(() => received({ message: { content: '' }, finish_reason: 'error', error })).toThrow(
    'Provider disconnected',
  );
});

test.each([
  [{ completion_tokens_details: { reasoning_tokens: 7 } }, 7],
  [{ reasoning_tokens: 7 }, 7],
  [{ completion_tokens_details: { reasoning_tokens: 0 } }, undefined],
  [{ completion_tokens_details: null }, undefined],
  [{ completion_tokens_details: 'many', reasoning_tokens: 'many' }, undefined],
])('tokens of thoughts: %j', (details, reasoningTokens) => {
  const { usage } = received({ message: { content: text } }, { usage: { completion_tokens: 9, ...details } });
  expect(usage.completionTokens).toBe(9);
  expect(usage.reasoningTokens).toBe(reasoningTokens);
});

test('a stage that judges the very words is given them: empty, cut and with markup, but not filtered', () => {
  const drawn = (content: string, finish: string) =>
    readAnswer(received({ text: content, finish_reason: finish }), { asItCame: true });
  expect(drawn('<think>hm', 'length')).toMatchObject({ text: '<think>hm', finish: 'length' });
  expect(drawn('', 'stop')).toMatchObject({ text: '', finish: 'stop' });
  expect(drawn('First', 'content_filter')).toMatchObject({ unfit: 'filtered' });
});

test.each([
  ['in the choice, no end', { finish_reason: null, error: { message: 'gone' } }, {}],
  ['in the choice, a plain end', { error: { code: 502, message: 'gone' } }, {}],
  ['of the whole', {}, { error: { message: 'gone' } }],
  ['of the whole, without words', {}, { error: { code: 'gone' } }],
])('an error beside what came of an answer: %s', (_, choice, more) => {
  const half = { message: { role: 'assistant', content: 'It is' }, ...choice };
  expect(() => received(half, more)).toThrow(/^HTTP 200 with an error in it: .*gone/);
});

test('no error is none, however it is said', () => {
  const message = { role: 'assistant', content: text };
  expect(received({ message, error: null }, { error: null })).toMatchObject({ text });
  expect(received({ message }, { error: '' })).toMatchObject({ text });
});

test.each([
  ['MAX_TOKENS', 'answer cut'],
  ['SAFETY', 'filtered'],
])("a gateway's stop that the model's server called %s", (native_finish_reason, unfit) => {
  const answer = received({ message: { content: 'It is' }, native_finish_reason });
  expect(readAnswer(answer)).toEqual({ unfit });
});

test("a gateway's stop that the model's server called otherwise is a stop", () => {
  for (const native_finish_reason of [null, 'end_turn', 'completed', '<|im_end|>'])
    expect(readAnswer(received({ message: { content: text }, native_finish_reason }))).toMatchObject({
      text,
    });
});

test.each(['reasoning.text', 'reasoning_text', 'summary_text', 'thinking_delta', 'thinking_block'])(
  'a part of the type %s is a thought',
  (type) => {
    expect(read({ content: [{ type, text: reasoning }, part] })).toMatchObject({ text, reasoning });
  },
);

test('what a model says before it calls a tool is no answer, though its server says that it stopped', () => {
  const tool_calls = [{ id: 'a', type: 'function', function: { name: 'search', arguments: '{}' } }];
  expect(read({ content: 'Let me search.', tool_calls })).toEqual({ unfit: 'tool call' });
});
