import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { documentNumber, recipePrompt } from './recipe-prompts.ts';
import { standinForTest } from './starting.ts';
import type { StandinOptions } from '../../infra/standin/options.ts';

async function clientOf(options: StandinOptions = {}) {
  const standin = await standinForTest({ apiKey: 'let-me-in', ...options });
  return { standin, client: new OpenAI({ baseURL: standin.baseUrl, apiKey: 'let-me-in', maxRetries: 0 }) };
}

const messages = [
  { role: 'system' as const, content: 'Be brief.' },
  { role: 'user' as const, content: recipePrompt('backtranslate', { response: documentNumber(3) }) },
];

test('chat completions, whole and streamed, hold the same text and usage', async () => {
  const { client } = await clientOf();
  const request = { model: 'stand-in', messages, temperature: 1, top_p: 0.9, seed: 7 };
  const { data: whole, response } = await client.chat.completions.create(request).withResponse();
  expect(response.headers.get('x-tunesmith-stand-in')).toBe('true');
  expect(whole).toHaveProperty('system_fingerprint', 'tunesmith-stand-in');
  expect(whole.model).toBe('stand-in');
  expect(whole.usage?.total_tokens).toBe(
    (whole.usage?.prompt_tokens ?? 0) + (whole.usage?.completion_tokens ?? 0),
  );
  const streamed = await client.chat.completions.create({
    ...request,
    stream: true,
    stream_options: { include_usage: true },
  });
  let text = '';
  let finish: string | null = null;
  let usage: unknown;
  for await (const chunk of streamed) {
    text += chunk.choices[0]?.delta.content ?? '';
    finish = chunk.choices[0]?.finish_reason ?? finish;
    usage = chunk.usage ?? usage;
  }
  expect(text).toBe(whole.choices[0]?.message.content);
  expect(finish).toBe(whole.choices[0]?.finish_reason);
  expect(usage).toEqual(whole.usage);
});

test('raw completions, whole and streamed, and for several prompts at once', async () => {
  const { client } = await clientOf({ perTokenMs: 0.1 });
  const request = {
    model: 'stand-in',
    prompt: 'Tell me about the tide table. It is printed each year.',
    max_tokens: 40,
  };
  const whole = await client.completions.create(request);
  expect(whole.choices[0]?.finish_reason).toBe('length');
  expect(whole.usage?.completion_tokens).toBeLessThanOrEqual(40);
  let text = '';
  for await (const chunk of await client.completions.create({ ...request, stream: true })) {
    text += chunk.choices[0]?.text ?? '';
  }
  expect(text).toBe(whole.choices[0]?.text);
  const several = await client.completions.create({
    ...request,
    prompt: ['About tides.', 'About harbours.'],
    n: 2,
  });
  expect(several.choices.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
});

test('embeddings of the same text are equal in both encodings', async () => {
  const { client } = await clientOf();
  const request = {
    model: 'stand-in',
    input: ['a tide table for the harbour', 'harbour tide tables'],
    dimensions: 96,
  };
  const floats = await client.embeddings.create({ ...request, encoding_format: 'float' });
  // The SDK asks for base64 when no encoding is named, and decodes it.
  const decoded = await client.embeddings.create(request);
  expect(floats.data[0]?.embedding).toHaveLength(96);
  expect(decoded.data.map(({ embedding }) => embedding.map(Math.fround))).toEqual(
    floats.data.map(({ embedding }) => embedding.map(Math.fround)),
  );
});

test('models are listed, and an unknown one or a wrong key is the error that the SDK expects', async () => {
  const { client, standin } = await clientOf({ models: ['judge', 'writer'] });
  expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['judge', 'writer']);
  expect((await client.models.retrieve('judge')).owned_by).toBe('tunesmith-stand-in');
  const unknown = client.chat.completions.create({ model: 'poet', messages });
  await expect(unknown).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
  const stranger = new OpenAI({ baseURL: standin.baseUrl, apiKey: 'wrong', maxRetries: 0 });
  await expect(stranger.models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
});

test('a prompt above the context length is refused as OpenAI refuses it', async () => {
  const { client } = await clientOf({ contextLength: 100 });
  const long = client.chat.completions.create({
    model: 'stand-in',
    messages: [{ role: 'user', content: 'word '.repeat(78) }],
  });
  await expect(long).rejects.toMatchObject({ status: 400, code: 'context_length_exceeded' });
  const fits = await client.chat.completions.create({
    model: 'stand-in',
    messages: [{ role: 'user', content: 'word '.repeat(70) }],
  });
  expect(fits.usage).toMatchObject({ prompt_tokens: 91 });
  expect(fits.usage?.completion_tokens).toBeLessThanOrEqual(9);
});

test('the retries of the SDK get past 500 and 503', async () => {
  const { standin } = await clientOf({ errorRate: 0.5 });
  const client = new OpenAI({ baseURL: standin.baseUrl, apiKey: 'let-me-in', maxRetries: 12 });
  for (const temperature of [0.1, 0.2, 0.3]) {
    const answer = await client.chat.completions.create({ model: 'stand-in', messages, temperature });
    expect(answer.choices).toHaveLength(1);
  }
  expect(standin.stats().requests).toBeGreaterThan(3);
});

test('the retries of the SDK get past a 429 and wait as Retry-After says', async () => {
  const { standin } = await clientOf({ latencyMs: 400, slots: 1, queueLimit: 0, retryAfterMs: 5 });
  const client = new OpenAI({ baseURL: standin.baseUrl, apiKey: 'let-me-in', maxRetries: 1000 });
  const ask = (temperature: number) =>
    client.chat.completions.create({ model: 'stand-in', messages, temperature });
  expect(await Promise.all([ask(0.1), ask(0.2), ask(0.3)])).toHaveLength(3);
  expect(standin.stats().statuses['429']).toBeGreaterThanOrEqual(2);
});
