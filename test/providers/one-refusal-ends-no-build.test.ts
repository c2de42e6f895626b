import { describe, expect, test } from 'vitest';
import { EndpointRefused, RequestFailed, RequestRefused } from '../../activities/inference/index.ts';
import { asking, question, rejection } from '../inference/asking.ts';
import { scriptedEndpoint } from '../inference/scripted-endpoint.ts';
import { startProviders } from './provider-server.ts';

const long = 'What is a tide? '.repeat(60);

test.each([
  ['waf403', "'; DROP TABLE students; --", 'Attention Required! This website is using a security service'],
  ['flag403', 'how to make poison', 'your input was flagged for "violence"'],
  ['ctx500', long, 'longer than the maximum model length of 40960'],
  ['groq413', long, 'Request too large on tokens per minute'],
])(
  '%s: the prompt alone is refused, whether or not others were answered before it',
  async (mode, prompt, words) => {
    const providers = await startProviders();
    const { ask } = asking({ urls: [providers.baseUrl(mode)] });
    const model = `m-${mode}`;
    for (const _ of [1, 2]) {
      const error = await rejection(ask(question(prompt, { model })));
      expect(error).toBeInstanceOf(RequestRefused);
      expect(String(error)).toContain(words);
      expect(String(error)).not.toMatch(/<|key/);
      expect((await ask(question('What is a lamp?', { model }))).text).toBe('Answer to: What is a lamp?');
    }
  },
);

test('tgi424: the prompt that no try gets through is given up with the server’s words', async () => {
  const providers = await startProviders();
  const { ask } = asking({ urls: [providers.baseUrl('tgi424')], maxTries: 3 });
  const [error, answer] = await Promise.all([
    rejection(ask(question('poison', { model: 'm-tgi424' }))),
    ask(question('What is a lamp?', { model: 'm-tgi424' })),
  ]);
  expect(error).toBeInstanceOf(RequestFailed);
  expect(String(error)).toContain('CUDA out of memory');
  expect(answer.text).toBe('Answer to: What is a lamp?');
});

test.each([424, 425, 498, 499, 520, 521, 522, 523, 524, 525, 526, 527, 530])(
  'HTTP %i passes',
  async (status) => {
    let times = 0;
    const server = await scriptedEndpoint((_, reply) => {
      if (++times === 1)
        reply.raw.writeHead(status, { 'content-type': 'text/html' }).end('<html>oops</html>');
      else reply.text();
    });
    expect((await asking({ urls: [server.baseUrl] }).ask('row')).text).toBe('answer to row');
  },
);

describe('a trial tells whether all are refused', () => {
  test('one that is refused like the row: the endpoint is, for all', async () => {
    const server = await scriptedEndpoint((_, reply) => reply.error(403, { message: 'not for you' }));
    const { ask } = asking({ urls: [server.baseUrl] });
    const errors = await Promise.all(['a', 'b', 'c'].map((prompt) => rejection(ask(prompt))));
    for (const error of errors) expect(error).toBeInstanceOf(EndpointRefused);
    // One trial for all three.
    expect(server.seen.filter(({ prompt }) => prompt === 'Hello')).toHaveLength(1);
  });

  test('a key that is taken away in the middle of a build ends it', async () => {
    let revoked = false;
    const server = await scriptedEndpoint((_, reply) => {
      if (revoked) reply.error(403, { message: 'this key was revoked' });
      else reply.text();
    });
    const { ask } = asking({ urls: [server.baseUrl] });
    await ask('first');
    revoked = true;
    const errors: unknown[] = [];
    for (let row = 0; row < 5; row++) errors.push(await rejection(ask(`row ${row}`)));
    expect(errors.slice(0, 3).every((error) => error instanceof RequestRefused)).toBe(true);
    expect(errors.at(-1)).toBeInstanceOf(EndpointRefused);
  });

  test.each([405, 406, 418, 423])('HTTP %i of one prompt is its own', async (status) => {
    const server = await scriptedEndpoint(({ prompt }, reply) => {
      if (prompt === 'odd') reply.error(status, { message: 'not this one' });
      else reply.text();
    });
    const { ask } = asking({ urls: [server.baseUrl] });
    expect(await rejection(ask('odd'))).toBeInstanceOf(RequestRefused);
    expect((await ask('even')).text).toBe('answer to even');
  });

  test('a row that is cancelled meanwhile waits for nothing', async () => {
    const server = await scriptedEndpoint(({ prompt }, reply) => {
      if (prompt !== 'Hello') reply.error(403, { message: 'no' });
      else cancel.abort(new Error('cancelled'));
    });
    const cancel = new AbortController();
    const { ask, state } = asking({ urls: [server.baseUrl] });
    await expect(ask('row', { signal: cancel.signal })).rejects.toThrow('cancelled');
    expect(state()).toMatchObject({ queued: 0 });
  });
});

test.each([401, 403])('a page of HTML with HTTP %i says nothing of keys', async (status) => {
  const server = await scriptedEndpoint((_, { raw }) => {
    raw.writeHead(status, { 'content-type': 'text/html' });
    raw.end(
      '<!DOCTYPE html><html><head><title>Sign in</title><style>b{}</style></head><body>Corporate login</body></html>',
    );
  });
  const error = await rejection(asking({ urls: [server.baseUrl] }).ask('row'));
  expect(error).toBeInstanceOf(EndpointRefused);
  expect(String(error)).toContain('a page of HTML: Sign in Corporate login');
  expect(String(error)).not.toMatch(/API key/);
});

test.each([
  [400, { message: 'Your credit balance is too low to access the Anthropic API.' }],
  [400, { message: 'Access denied, please make sure your account is in good standing.', code: 'Arrearage' }],
])('HTTP %i %j is a quota that is used up', async (status, body) => {
  const server = await scriptedEndpoint((_, reply) => reply.error(status, body));
  const error = await rejection(asking({ urls: [server.baseUrl] }).ask('row'));
  expect(error).toBeInstanceOf(EndpointRefused);
  expect(String(error)).toContain('the quota is used up');
});

test('a request that is too large for a minute’s tokens is not asked for ever', async () => {
  const message = 'Request too large for gpt-4 on tokens per min (TPM): Limit 10000, Requested 12000.';
  const server = await scriptedEndpoint((_, reply) =>
    reply.error(429, { message, code: 'rate_limit_exceeded' }),
  );
  const error = await rejection(asking({ urls: [server.baseUrl] }).ask('row'));
  expect(error).toMatchObject({ name: 'RequestRefused', kind: 'too_large' });
});
