import { expect, test } from 'vitest';
import { EndpointRefused } from '../../activities/inference/index.ts';
import { TaskMismatch } from '../../activities/inference/services/task-mismatch.ts';
import { rewardOf } from '../../activities/inference/services/reward-of.ts';
import { rewardApis, serviceRole, type ServiceApi } from '../../schemas/inference/role.ts';
import { rejection } from '../inference/asking.ts';
import { scriptedEndpoint } from '../inference/scripted-endpoint.ts';
import { calling } from './calling.ts';
import { sendJson } from './fake-translator.ts';
import { rating, rendered } from './rewarding.ts';

const task = rendered('Q', 'A');

/** What a server of this protocol sends for one conversation that it gives these numbers for. */
const bodies: Readonly<Record<string, (numbers: unknown) => unknown>> = {
  classify: (probs) => ({ data: [{ index: 0, label: 'a', probs }] }),
  'sglang-classify': (embedding) => [{ embedding }],
  pooling: (row) => ({ data: [{ index: 0, data: [[9], row] }] }),
  'open-inference': (data) => ({ outputs: [{ name: 'score', data: [data] }] }),
};

async function serverOf(api: ServiceApi, body: unknown, role: { label?: number } = {}) {
  const server = await scriptedEndpoint((_, reply) => sendJson(reply, body));
  return calling({ urls: [server.baseUrl] }, { api, model: 'rm', ...role });
}

test.each(Object.entries(bodies))(
  '%s: several numbers end the build until label says which',
  async (name, of) => {
    const api = rewardApis.find((each) => each === name) ?? 'classify';
    const body = of([0.25, -3, 7]);
    const error = await rejection((await serverOf(api, body)).call(task));
    expect(error).toBeInstanceOf(EndpointRefused);
    expect(String(error)).toMatch(
      /the model "rm" gives 3 numbers \(0\.25, -3, 7\), and nothing says which is the reward.*Set the role's label/s,
    );
    expect(rewardOf(await (await serverOf(api, body, { label: 1 })).call(task))).toBe(-3);
    expect(rewardOf(await (await serverOf(api, body, { label: -1 })).call(task))).toBe(7);
    const beyond = await rejection((await serverOf(api, body, { label: 3 })).call(task));
    expect(String(beyond)).toMatch(/gives 3 numbers .* label 3 is none of them/);
  },
);

test('of many numbers a few are shown', async () => {
  const { call } = await serverOf(
    'classify',
    bodies['classify']?.(Array.from({ length: 40 }, (_, at) => at)),
  );
  expect(String(await rejection(call(task)))).toMatch(
    /gives 40 numbers \(0, 1, 2, 3, 4, 5, 6, 7, and 32 more\)/,
  );
});

test.each<[ServiceApi, string, unknown, RegExp]>([
  ['classify', 'nothing', {}, /without classifications in it \(data: /],
  ['classify', 'no data', { data: [] }, /0 results for 1 texts/],
  ['classify', 'null for NaN', bodies['classify']?.([null]), /data\.0\.probs\.0: .*null/],
  ['classify', 'no numbers', bodies['classify']?.([]), /no number where the reward belongs/],
  ['sglang-classify', 'an error in disguise', { error: { message: 'busy' } }, /without rewards in it/],
  ['sglang-classify', 'null for NaN', bodies['sglang-classify']?.([null]), /without rewards in it/],
  ['sglang-classify', 'no numbers', bodies['sglang-classify']?.([]), /no number where the reward belongs/],
  ['score', 'a text', { data: [{ index: 0, score: '0.5' }] }, /data\.0\.score: .*string/],
  ['score', 'two scores', { data: [0, 1].map((index) => ({ index, score: 1 })) }, /2 results for 1 texts/],
  ['score', 'a number that is not the first', { data: [{ index: 4, score: 1 }] }, /results numbered 4/],
  ['pooling', 'no rows', { data: [{ index: 0, data: [] }] }, /no number where the reward belongs/],
  ['pooling', 'NaN in base64', { data: [{ index: 0, data: 'AADAfw==' }] }, /NaN where the reward belongs/],
  [
    'open-inference',
    'null',
    { outputs: [{ name: 'score', data: [null] }] },
    /with null in the output tensor "score"/,
  ],
  [
    'open-inference',
    'another tensor',
    { outputs: [{ name: 'logits', data: [1] }] },
    /without the output tensor "score"/,
  ],
  ['open-inference', 'nothing in it', { outputs: [{ name: 'score', data: [] }] }, /0 results for 1 texts/],
])('%s: %s is a fault of the endpoint, and named', async (api, _, body, words) => {
  const { call, state } = await serverOf(api, body);
  call(task).catch(() => undefined);
  await expect.poll(() => state().lastFault).toMatch(words);
});

test('a batch comes back in order, is cut where the server refuses it, and only the bad text is refused', async () => {
  const sizes: number[] = [];
  const server = await scriptedEndpoint(({ body }, reply) => {
    const input = Array.isArray(body['input']) ? body['input'].map(String) : [];
    sizes.push(input.length);
    if (input.some((text) => text.includes('bad'))) return void reply.error(400, { message: 'too long' });
    const data = input.map((text, index) => ({ index, probs: [text.length] })).reverse();
    return void sendJson(reply, { data });
  });
  const endpoint = { urls: [server.baseUrl], concurrency: { initial: 1, max: 1 } };
  const { call } = calling(endpoint, { api: 'classify', batch: { rows: 8 } });
  const answers = ['a', 'bb', 'bad', 'dddd', 'e', 'ff', 'ggg', 'hhhhhhh'];
  const outcomes = await Promise.allSettled(
    answers.map((answer) => call(rendered('Q', answer)).then(rewardOf)),
  );
  const frame = rendered('Q', '').text?.length ?? 0;
  expect(outcomes.map((each) => (each.status === 'fulfilled' ? each.value - frame : 'refused'))).toEqual(
    answers.map((answer) => (answer === 'bad' ? 'refused' : answer.length)),
  );
  expect(sizes[0]).toBe(8);
  expect(sizes.at(-1)).toBeLessThan(8);
});

test.each(['classify', 'pooling'] as const)(
  '%s: messages travel alone, one conversation a request',
  async (api) => {
    const server = await scriptedEndpoint((_, reply) =>
      sendJson(reply, { data: [{ index: 0, probs: [1], data: [1] }] }),
    );
    const { call } = calling({ urls: [server.baseUrl] }, { api });
    await Promise.all(['a', 'b', 'c'].map((answer) => call(rating('Q', answer))));
    expect(server.seen.map(({ body }) => body['messages'])).toHaveLength(3);
  },
);

test('what cannot be asked is told before it is sent', async () => {
  const { call } = await serverOf('sglang-classify', []);
  const unrendered = await rejection(call(rating('Q', 'A')));
  expect(unrendered).toBeInstanceOf(TaskMismatch);
  expect(String(unrendered)).toMatch(/sglang-classify takes conversations as text only; render them/);
  const { call: score } = await serverOf('score', {});
  const { messages } = rating('Q', 'A');
  const unanswered = await rejection(score({ kind: 'reward', messages: messages.slice(0, 1) }));
  expect(String(unanswered)).toMatch(/ends with user: it must end with the assistant's answer/);
  const embedder = await serverOf('embeddings', {});
  expect(String(await rejection(embedder.call(task)))).toMatch(/the api embeddings cannot "reward"/);
});

test('a reward model’s role says its api, its batches and its label', () => {
  const schema = serviceRole(['classify', 'score', 'pooling', 'open-inference'], { rows: 16 });
  const role = { endpoint: 'gpus', model: 'rm' };
  expect(schema.parse(role)).toMatchObject({ api: 'classify', batch: { rows: 16, characters: 32_000 } });
  expect(schema.parse({ ...role, api: 'pooling', label: -1 })).toMatchObject({ label: -1 });
  expect(schema.safeParse({ ...role, label: 0.5 }).success).toBe(false);
  const { error } = schema.safeParse({ ...role, api: 'score', label: 0 });
  expect(error?.issues[0]).toMatchObject({ path: ['label'], message: expect.stringMatching(/leave it out/) });
});
