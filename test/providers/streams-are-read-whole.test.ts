import { expect, test } from 'vitest';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { findingLine, preflight, roleToCheck } from '../../activities/inference/index.ts';
import { EndpointSchema } from '../../schemas/inference/endpoint.ts';
import { RoleSchema } from '../../schemas/inference/role.ts';
import { asking, question, rejection } from '../inference/asking.ts';
import { scriptedEndpoint } from '../inference/scripted-endpoint.ts';
import { startProviders } from './provider-server.ts';

const stream = { manner: { stream: true } } as const;

const chunk = (delta: unknown, finish: string | null = null): string =>
  `data: ${JSON.stringify({ object: 'chat.completion.chunk', model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

test.each(['sse', 'streamonly'])('%s: an answer in pieces is the whole answer', async (mode) => {
  const providers = await startProviders();
  const { ask } = asking({ urls: [providers.baseUrl(mode)] });
  expect(await ask(question('What is a lamp?', { model: `m-${mode}` }), stream)).toMatchObject({
    text: 'Answer to: What is a lamp?',
    finish: 'stop',
  });
  expect(providers.log.at(-1)?.body).toMatchObject({ stream: true, stream_options: { include_usage: true } });
});

test.each(['sse', 'gzip', 'blank', 'plain'])('%s: read where nothing was asked for', async (mode) => {
  const providers = await startProviders();
  const { ask } = asking({ urls: [providers.baseUrl(mode)] });
  expect((await ask(question('What is a lamp?', { model: `m-${mode}` }))).text).toBe(
    'Answer to: What is a lamp?',
  );
  expect(providers.log.at(-1)?.body).not.toHaveProperty('stream');
});

test('plain: a server that sends no stream though it was asked for one is read as it answers', async () => {
  const providers = await startProviders();
  const { ask } = asking({ urls: [providers.baseUrl('plain')] });
  expect((await ask(question('x', { model: 'm-plain' }), stream)).text).toBe('Answer to: x');
});

test.each([
  ['streamonly', {}, '`stream: true`'],
  ['htmlok', {}, 'nginx'],
])('%s: told before the build', async (mode, more, words) => {
  const providers = await startProviders();
  const role = RoleSchema.parse({ endpoint: 'main', model: `m-${mode}`, ...more });
  const endpoint = EndpointSchema.parse({ urls: [providers.baseUrl(mode)] });
  const findings = (await preflight('main', endpoint, [roleToCheck('judge', role)])).map(findingLine);
  expect(findings.join()).toContain(words);
  const right = RoleSchema.parse({ endpoint: 'main', model: 'm-streamonly', stream: true });
  const there = EndpointSchema.parse({ urls: [providers.baseUrl('streamonly')] });
  expect(await preflight('main', there, [roleToCheck('judge', right)])).toEqual([]);
});

test('what came before a cut is a fault, and the question is asked again', async () => {
  let times = 0;
  const server = await scriptedEndpoint((_, { raw }) => {
    raw.writeHead(200, { 'content-type': 'text/event-stream' });
    raw.write(chunk({ content: 'First, mix ' }));
    if (++times === 1) raw.end();
    else if (times === 2) setImmediate(() => raw.destroy());
    else raw.end(chunk({ content: 'all.' }) + chunk({}, 'stop') + 'data: [DONE]\n\n');
  });
  const { ask } = asking({ urls: [server.baseUrl] });
  expect((await ask('row', stream)).text).toBe('First, mix all.');
  // Besides a trial, since there was no other question to show whether the endpoint works.
  expect(server.seen.filter(({ prompt }) => prompt === 'row')).toHaveLength(3);
});

test('a stream may take longer than timeoutSeconds while pieces come, and none of silence or mere comments', async () => {
  let times = 0;
  const server = await scriptedEndpoint((_, { raw }) => {
    raw.writeHead(200, { 'content-type': 'text/event-stream' });
    const silent = ++times === 1;
    let pieces = 0;
    const timer = setInterval(() => {
      if (silent) return void raw.write(': keep-alive\n\n');
      raw.write(chunk({ content: `${pieces} ` }));
      if (++pieces < 8) return;
      clearInterval(timer);
      raw.end(chunk({}, 'stop'));
    }, 300);
    raw.on('close', () => clearInterval(timer));
  });
  const { ask, state } = asking({ urls: [server.baseUrl], timeoutSeconds: 1.5 });
  expect((await ask('row', stream)).text).toBe('0 1 2 3 4 5 6 7 ');
  expect(times).toBe(2);
  expect(state().lastFault).toContain('the stream said nothing for 1.5 s');
});

test('a server that knows no stream_options is asked without them from then on', async () => {
  const server = await scriptedEndpoint(({ body }, reply) => {
    if ('stream_options' in body) reply.error(400, { message: "Unknown parameter: 'stream_options'." });
    else
      reply.raw
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .end(chunk({ content: 'yes' }, 'stop'));
  });
  const { ask } = asking({ urls: [server.baseUrl], concurrency: { initial: 1 } });
  expect((await ask(question('a', { model: 'm-usage' }), stream)).text).toBe('yes');
  expect((await ask(question('b', { model: 'm-usage' }), stream)).text).toBe('yes');
  expect(server.seen).toHaveLength(3);
});

test('the usage of a stream counts', async () => {
  const server = await scriptedEndpoint((_, { raw }) => {
    const usage = `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 4 } })}\n\n`;
    raw.writeHead(200, { 'content-type': 'text/event-stream' });
    raw.end(chunk({ content: 'yes' }) + chunk({}, 'stop') + usage + 'data: [DONE]\n\n');
  });
  const answer = await asking({ urls: [server.baseUrl] }).ask('row', stream);
  expect(answer.usage).toMatchObject({ promptTokens: 3, completionTokens: 4 });
});

test.each([
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
])('%s is read, of answers and of refusals', async (encoding, compress) => {
  const server = await scriptedEndpoint(({ prompt }, { raw }) => {
    const good = { choices: [{ message: { content: 'yes' }, finish_reason: 'stop' }] };
    const body = prompt === 'bad' ? { error: { message: 'too bad' } } : good;
    raw.writeHead(prompt === 'bad' ? 400 : 200, {
      'content-type': 'application/json',
      'content-encoding': encoding,
    });
    raw.end(compress(JSON.stringify(body)));
  });
  const { ask } = asking({ urls: [server.baseUrl] });
  expect((await ask('good')).text).toBe('yes');
  expect(String(await rejection(ask('bad')))).toContain('too bad');
});

test.each([{}, { 'content-type': 'text/plain' }])(
  'JSON that does not call itself so (%j) is read',
  async (headers) => {
    const server = await scriptedEndpoint((_, { raw }) => {
      raw
        .writeHead(200, headers)
        .end('\n' + JSON.stringify({ choices: [{ message: { content: 'yes' }, finish_reason: 'stop' }] }));
    });
    expect((await asking({ urls: [server.baseUrl] }).ask('row')).text).toBe('yes');
  },
);

test('a compressed answer that was cut is a fault, as one in an encoding that nobody asked for', async () => {
  let times = 0;
  const whole = gzipSync(
    JSON.stringify({ choices: [{ message: { content: 'yes' }, finish_reason: 'stop' }] }),
  );
  const server = await scriptedEndpoint((_, { raw }) => {
    times++;
    raw.writeHead(200, {
      'content-type': 'application/json',
      'content-encoding': times === 2 ? 'zstd' : 'gzip',
    });
    raw.end(times === 1 ? whole.subarray(0, 20) : whole);
  });
  const { ask, state } = asking({ urls: [server.baseUrl] });
  expect((await ask('row')).text).toBe('yes');
  expect(server.seen.filter(({ prompt }) => prompt === 'row')).toHaveLength(3);
  expect(state().lastFault).toContain('encoded as zstd');
});
