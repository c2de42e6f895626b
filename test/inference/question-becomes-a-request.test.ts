import { expect, test } from 'vitest';
import { asking, question } from './asking.ts';
import { scriptedEndpoint } from './scripted-endpoint.ts';

test('chat: sampling, seed and extra body fields are sent as they are', async () => {
  const server = await scriptedEndpoint();
  const extraBody = { top_k: 20, min_p: 0.1, chat_template_kwargs: { enable_thinking: false }, stream: true };
  const asked = question('hi', { temperature: 0.3, topP: 0.8, maxTokens: 99, stop: ['END'], extraBody });
  await asking({ urls: [server.baseUrl] }).ask(asked);
  expect(server.seen[0]?.path).toBe('/v1/chat/completions');
  expect(server.seen[0]?.body).toEqual({
    model: 'm',
    messages: [{ role: 'user', content: 'hi' }],
    temperature: 0.3,
    top_p: 0.8,
    max_tokens: 99,
    stop: ['END'],
    seed: 7,
    top_k: 20,
    min_p: 0.1,
    chat_template_kwargs: { enable_thinking: false },
  });
});

test('completion: one raw prompt; no seed where it is switched off; nothing that was not given', async () => {
  const server = await scriptedEndpoint((_, reply) => reply.text('raw text'));
  const { ask } = asking({ urls: [`${server.baseUrl}/`] });
  const answer = await ask(question('Once upon', { api: 'completion', sendSeed: false }));
  expect(answer.text).toBe('raw text');
  expect(server.seen[0]?.path).toBe('/v1/completions');
  expect(server.seen[0]?.body).toEqual({ model: 'm', prompt: 'Once upon', temperature: 1, top_p: 0.9 });
});

test('what is left out of the sampling, or null in the extra body, is not sent', async () => {
  const server = await scriptedEndpoint();
  const { temperature, topP, ...bare } = question('hi', { maxTokens: 9, stop: ['END'] });
  const { ask } = asking({ urls: [server.baseUrl] });
  await ask({ ...bare, extraBody: { stop: null, seed: null, kept: { inside: null } } });
  expect([temperature, topP]).toEqual([1, 0.9]);
  expect(server.seen[0]?.body).toEqual({
    model: 'm',
    messages: [{ role: 'user', content: 'hi' }],
    max_tokens: 9,
    kept: { inside: null },
  });
});

test('names of fields are how a question travels', async () => {
  const server = await scriptedEndpoint();
  const manner = { maxTokensField: 'max_completion_tokens', seedField: 'random_seed' } as const;
  await asking({ urls: [server.baseUrl] }).ask(question('hi', { maxTokens: 9 }), { manner });
  expect(server.seen[0]?.body).toMatchObject({ max_completion_tokens: 9, random_seed: 7 });
  expect(server.seen[0]?.body).not.toHaveProperty('max_tokens');
  expect(server.seen[0]?.body).not.toHaveProperty('seed');
});

test('requests to one path share URL and headers, and each has its own body and its own cancellation', async () => {
  const server = await scriptedEndpoint(({ prompt }, reply) => {
    if (prompt !== 'taken back') reply.text(prompt);
  });
  const { ask } = asking(
    { urls: [`${server.baseUrl}?region=eu`], apiKeyEnv: 'KEY', headers: { 'X-Team': 'TEAM' } },
    { KEY: 'sk-one-of-ours', TEAM: 'data-team' },
  );
  const stop = new AbortController();
  const taken = ask('taken back', { signal: stop.signal });
  const answers = await Promise.all(['one', 'two', 'three'].map((prompt) => ask(prompt)));
  stop.abort(new Error('taken back'));
  await expect(taken).rejects.toThrow('taken back');
  expect(answers.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
  const later = await ask(question('raw', { api: 'completion' }));
  expect(later.text).toBe('raw');
  const told = server.seen.map(({ path, headers }) => [
    path,
    headers.authorization,
    headers['x-team'],
    headers['content-type'],
    Object.keys(headers).filter((name) => name.startsWith('x-stainless')),
  ]);
  const chat = [
    '/v1/chat/completions?region=eu',
    'Bearer sk-one-of-ours',
    'data-team',
    'application/json',
    [],
  ];
  const raw = ['/v1/completions?region=eu', ...chat.slice(1)];
  expect(told).toEqual([chat, chat, chat, chat, raw]);
  expect(server.seen.map(({ prompt }) => prompt)).toEqual(['taken back', 'one', 'two', 'three', 'raw']);
  await server.seen[0]?.gone;
});
