import { expect, test } from 'vitest';
import { rewardOf } from '../../activities/inference/services/reward-of.ts';
import { reward } from '../../infra/standin/reward.ts';
import type { ServiceTask } from '../../schemas/inference/question.ts';
import type { ServiceApi } from '../../schemas/inference/role.ts';
import { scriptedEndpoint } from '../inference/scripted-endpoint.ts';
import { standinForTest } from '../standin/starting.ts';
import { calling } from './calling.ts';
import { sendJson } from './fake-translator.ts';
import { rating, rendered } from './rewarding.ts';

const question = 'How do tides follow the moon?';
const good = 'Tides follow the moon: its gravity raises two bulges of water, and the earth turns below them.';
const poor = "I'm sorry, but I can't help with that.";

test.each<[ServiceApi, string, typeof rating]>([
  ['classify', 'stand-in', rating],
  ['classify', 'stand-in', rendered],
  ['sglang-classify', 'stand-in', rendered],
  ['score', 'stand-in', rating],
  ['score', 'stand-in', rendered],
  ['pooling', 'stand-in', rating],
  ['pooling', 'reward-8b', rendered],
  ['open-inference', 'reward-8b', rating],
])('%s of %s: the same rewards over every protocol, on the raw scale', async (api, model, taskOf) => {
  const { baseUrl } = await standinForTest({ models: ['stand-in', 'reward-8b'] });
  const { call } = calling({ urls: [baseUrl] }, { api, model });
  const answers = await Promise.all([call(taskOf(question, good)), call(taskOf(question, poor))]);
  const [high, low] = answers.map((answer) => rewardOf(answer));
  expect(high).toBeCloseTo(reward(question, good), 3);
  expect(low).toBeCloseTo(reward(question, poor), 3);
  expect(answers.map(({ standIn }) => standIn)).toEqual([true, true]);
});

const task = rendered('Q', 'A');
const text = task.text ?? '';

/** Asks a server that answers so for one reward. */
async function asked(api: ServiceApi, body: unknown, more: ServiceTask = task, label?: number) {
  const server = await scriptedEndpoint((_, reply) => sendJson(reply, body));
  const role = { api, model: 'rm', ...(label === undefined ? {} : { label }) };
  const { call } = calling({ urls: [server.baseUrl] }, role);
  const answer = await call(more);
  return { answer, seen: server.seen[0] };
}

test('vLLM classifies texts: raw numbers, and begin-of-text is not doubled', async () => {
  const { answer, seen } = await asked('classify', {
    id: 'classify-9bf17f2847b046c7b2d5495f4b4f9682',
    object: 'list',
    created: 1745383213,
    model: 'Skywork/Skywork-Reward-V2-Qwen3-0.6B',
    data: [{ index: 0, label: 'LABEL_0', probs: [-7.59375], num_classes: 1 }],
    usage: { prompt_tokens: 10, total_tokens: 10, completion_tokens: 0, prompt_tokens_details: null },
  });
  expect(answer).toMatchObject({
    text: '-7.59375',
    servedBy: 'Skywork/Skywork-Reward-V2-Qwen3-0.6B',
    usage: { promptTokens: 10 },
  });
  expect(seen).toMatchObject({ method: 'POST', path: '/classify' });
  expect(seen?.body).toEqual({
    model: 'rm',
    input: [text],
    use_activation: false,
    add_special_tokens: false,
  });
});

test('vLLM renders messages itself where they are not rendered', async () => {
  const body = { data: [{ index: 0, label: null, probs: [3], num_classes: 1 }] };
  const { seen } = await asked('classify', body, rating('Q', 'A'));
  const { messages } = task;
  expect(seen?.body).toEqual({ model: 'rm', messages, use_activation: false });
});

test('SGLang gives an embedding of one number', async () => {
  const result = { embedding: [24.25], meta_info: { id: 'a1', finish_reason: null, prompt_tokens: 21 } };
  const { answer, seen } = await asked('sglang-classify', [result]);
  expect(answer).toMatchObject({ text: '24.25', servedBy: 'rm', usage: { promptTokens: 21 } });
  expect(seen).toMatchObject({ path: '/classify', body: { model: 'rm', text: [text] } });
  expect((await asked('sglang-classify', { embedding: -3.5 })).answer.text).toBe('-3.5');
});

test('vLLM scores prompt and answer; of several turns all before the answer is the prompt', async () => {
  const turns: ServiceTask = {
    kind: 'reward',
    messages: [
      { role: 'system', content: 'S' },
      ...rating('Q', 'A').messages,
      ...rating('Q2', 'A2').messages,
    ],
  };
  const body = {
    model: 'ce',
    data: [{ index: 0, object: 'score', score: 0.75 }],
    usage: { prompt_tokens: 9 },
  };
  const { answer, seen } = await asked('score', body, turns);
  expect(answer).toMatchObject({ text: '0.75', servedBy: 'ce', usage: { promptTokens: 9 } });
  expect(seen).toMatchObject({ path: '/score' });
  expect(seen?.body).toEqual({
    model: 'rm',
    text_1: ['S\n\nQ\n\nA\n\nQ2'],
    text_2: ['A2'],
    use_activation: false,
  });
});

const float32 = Buffer.from(new Float32Array([2.5]).buffer).toString('base64');
test.each<[string, unknown, string]>([
  ['a number after each token', [[0.5], [-1], [1.25]], '1.25'],
  ['one number', [1.5], '1.5'],
  ['one number in base64', float32, '2.5'],
])('vLLM pools %s', async (_, data, expected) => {
  const body = { model: 'rm', data: [{ index: 0, object: 'pooling', data }], usage: { prompt_tokens: 3 } };
  const { answer, seen } = await asked('pooling', body);
  expect(answer.text).toBe(expected);
  expect(seen).toMatchObject({ path: '/pooling', body: { input: [text], encoding_format: 'float' } });
});

test('Triton rates prompts and responses', async () => {
  const output = { name: 'score', datatype: 'FP32', shape: [1], data: [-0.5] };
  const { answer, seen } = await asked('open-inference', { model_name: 'rm', outputs: [output] });
  expect(answer.text).toBe('-0.5');
  expect(seen).toMatchObject({
    path: '/v2/models/rm/infer',
    body: {
      inputs: [
        { name: 'prompt', datatype: 'BYTES', shape: [1], data: ['Q'] },
        { name: 'response', datatype: 'BYTES', shape: [1], data: ['A'] },
      ],
    },
  });
});

test('what the role’s extraBody says goes before our defaults', async () => {
  const body = { data: [{ index: 0, probs: [0.5] }] };
  const server = await scriptedEndpoint((_, reply) => sendJson(reply, body));
  const extraBody = { use_activation: true, add_special_tokens: true };
  await calling({ urls: [server.baseUrl] }, { api: 'classify', extraBody }).call(task);
  expect(server.seen[0]?.body).toMatchObject({ ...extraBody, input: [text] });
});

test.each(['many', '', ' ', 'NaN', 'Infinity'])('"%s" is no reward', (given) => {
  const usage = { promptTokens: 0, completionTokens: 0 };
  const answer = { text: given, finish: null, usage, servedBy: 'm', standIn: false, milliseconds: 1 };
  expect(() => rewardOf(answer)).toThrow(/is no reward: a finite number is expected/);
  expect(rewardOf({ ...answer, text: '-12.5' })).toBe(-12.5);
});
