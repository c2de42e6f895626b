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
