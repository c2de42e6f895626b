import { expect, test } from 'vitest';
import { z } from 'zod';
import { reward } from '../../infra/standin/reward.ts';
import { answerIn } from '../../infra/standin/text/rendered.ts';
import { errorSchema, post } from './posting.ts';
import { standinForTest } from './starting.ts';

const prompt = 'Explain how photosynthesis turns sunlight into sugar in the leaves of a plant.';
const onTopic =
  'In photosynthesis the leaves of a plant catch sunlight, and its energy turns water and carbon dioxide into sugar.';

test('longer answers, answers on topic and those that do not refuse are rated higher', () => {
  const offTopic =
    'The stock market fell again this week, as banks raised their rates and buyers of houses waited longer.';
  expect(reward(prompt, onTopic)).toBeGreaterThan(reward(prompt, 'Sunlight makes sugar.'));
  expect(reward(prompt, onTopic)).toBeGreaterThan(reward(prompt, offTopic) + 3);
  expect(reward(prompt, onTopic)).toBeGreaterThan(reward(prompt, `I'm sorry, but no. ${onTopic}`) + 3);
  expect(reward(prompt, onTopic)).toBeGreaterThan(reward(prompt, 'sugar '.repeat(20)));
});

test('rewards are finite, from -10 to 10, and the same for the same texts', () => {
  const answers = ['', ' \n', '…', 'Yes.', 'I cannot help with that.', onTopic, onTopic.repeat(500)];
  for (const answer of answers) {
    for (const asked of [prompt, '', '?'.repeat(1000)]) {
      const rated = reward(asked, answer);
      expect(Math.abs(rated), answer.slice(0, 40)).toBeLessThanOrEqual(10);
      expect(reward(asked, answer)).toBe(rated);
    }
  }
  expect(reward(prompt, '')).toBe(-10);
});

test.each([
  [
    'ChatML',
    '<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nQ<|im_end|>\n<|im_start|>assistant\nA<|im_end|>\n',
  ],
  [
    'Llama 3',
    '<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nS<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nQ<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nA<|eot_id|>',
  ],
  ['Gemma', '<bos><start_of_turn>user\nS\nQ<end_of_turn>\n<start_of_turn>model\nA<end_of_turn>\n'],
  ['Mistral', '<s>[INST] S\nQ [/INST] A</s>'],
  ['Phi', '<|system|>\nS<|end|>\n<|user|>\nQ<|end|>\n<|assistant|>\nA<|end|>\n'],
  ['plain', 'System: S\nUser: Q\nAssistant: A'],
])('the answer in a conversation as %s renders it', (_, text) => {
  const { prompt: before, answer } = answerIn(text);
  expect(answer).toBe('A');
  expect(before.split(/\s+/)).toEqual(['S', 'Q']);
});

test('of several turns the last is the answer; a text without turns is one', () => {
  const turn = (ask: string, say: string) =>
    `<|im_start|>user\n${ask}<|im_end|>\n<|im_start|>assistant\n${say}<|im_end|>\n`;
  expect(answerIn(turn('Q', 'A') + turn('Q2', 'A2'))).toMatchObject({ answer: 'A2' });
  expect(answerIn('Just words.')).toEqual({ prompt: '', answer: 'Just words.' });
});

const repliesSchema = {
  classify: z.object({ data: z.array(z.object({ probs: z.array(z.number()) })) }),
  score: z.object({ data: z.array(z.object({ score: z.number() })) }),
  pooling: z.object({ data: z.array(z.object({ data: z.array(z.array(z.number())) })) }),
};

test('as at vLLM, numbers are squeezed into 0 to 1 unless they are asked for raw', async () => {
  const { url } = await standinForTest();
  const messages = [
    { role: 'user', content: prompt },
    { role: 'assistant', content: onTopic },
  ];
  const raw = reward(prompt, onTopic);
  const asked = async (useActivation: boolean | undefined) => {
    const more = { model: 'stand-in', use_activation: useActivation };
    const sent = async (path: string, body: object) => (await post(url, path, { ...more, ...body })).json();
    const classified = repliesSchema.classify.parse(await sent('/classify', { messages }));
    const scored = repliesSchema.score.parse(await sent('/score', { text_1: prompt, text_2: onTopic }));
    const pooled = repliesSchema.pooling.parse(await sent('/pooling', { messages }));
    return [classified.data[0]?.probs[0], scored.data[0]?.score, pooled.data[0]?.data.at(-1)?.[0]];
  };
  for (const each of await asked(false)) expect(each).toBeCloseTo(raw, 4);
  for (const each of await asked(undefined)) expect(each).toBeCloseTo(1 / (1 + Math.exp(-raw)), 4);
});

test('SGLang answers a list with a list, and a lone text with a lone result', async () => {
  const { url } = await standinForTest();
  const resultSchema = z.object({
    embedding: z.array(z.number()),
    meta_info: z.object({ prompt_tokens: z.number() }),
  });
  const sent = async (text: unknown) => (await post(url, '/classify', { model: 'stand-in', text })).json();
  const lone = resultSchema.parse(await sent(onTopic));
  expect(z.array(resultSchema).parse(await sent([onTopic, 'No.']))[0]?.embedding).toEqual(lone.embedding);
});

test.each([
  ['/classify', { model: 'stand-in' }, /'input' or 'messages' is missing/],
  ['/classify', { model: 'stand-in', text: [] }, /text/],
  ['/classify', { model: 'another', input: 'a' }, /does not exist/],
  ['/pooling', { model: 'stand-in' }, /'input' or 'messages' is missing/],
  [
    '/score',
    { model: 'stand-in', text_1: ['a', 'b', 'c'], text_2: ['a', 'b'] },
    /'text_1' has 3 texts, 'text_2' has 2/,
  ],
])('%s says what is wrong with a request', async (path, body, words) => {
  const { url } = await standinForTest();
  const response = await post(url, path, body);
  expect([400, 404]).toContain(response.status);
  expect(errorSchema.parse(await response.json()).error.message).toMatch(words);
});
