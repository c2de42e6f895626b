import { expect, test } from 'vitest';
import { asking } from './asking.ts';
import { scriptedEndpoint, type Script } from './scripted-endpoint.ts';

async function answerTo(script: Script) {
  const server = await scriptedEndpoint(script);
  return asking({ urls: [server.baseUrl] }).ask('hi');
}

test('text, finish, usage and the name of the model that served it', async () => {
  const answer = await answerTo((_, reply) => reply.text('Grüße 🌍', { model: 'm-2025' }));
  expect(answer).toMatchObject({
    text: 'Grüße 🌍',
    finish: 'stop',
    usage: { promptTokens: 3, completionTokens: 5 },
    servedBy: 'm-2025',
    standIn: false,
  });
  expect(answer.milliseconds).toBeGreaterThanOrEqual(0);
});

test('an empty answer is an answer; usage and model may be missing; reasoning is not part of it', async () => {
  const message = { role: 'assistant', content: null, reasoning_content: 'hmm' };
  const answer = await answerTo((_, reply) =>
    reply.text('', { choices: [{ message, finish_reason: 'length' }], usage: null, model: undefined }),
  );
  expect(answer).toMatchObject({
    text: '',
    finish: 'length',
    usage: { promptTokens: 0, completionTokens: 0 },
  });
  expect(answer.servedBy).toBe('m');
});

test('the stand-in is known by its header or its fingerprint', async () => {
  const byFingerprint = await answerTo((_, reply) =>
    reply.text('x', { system_fingerprint: 'tunesmith-stand-in' }),
  );
  expect(byFingerprint.standIn).toBe(true);
  const byHeader = await answerTo((_, reply) => {
    reply.raw.setHeader('x-tunesmith-stand-in', 'true');
    reply.text('x');
  });
  expect(byHeader.standIn).toBe(true);
});
