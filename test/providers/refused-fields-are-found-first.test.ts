import { expect, test } from 'vitest';
import { findingLine, preflight, roleToCheck } from '../../activities/inference/index.ts';
import { EndpointSchema } from '../../schemas/inference/endpoint.ts';
import { RoleSchema } from '../../schemas/inference/role.ts';
import { asking, question } from '../inference/asking.ts';
import { scriptedEndpoint } from '../inference/scripted-endpoint.ts';
import { startProviders } from './provider-server.ts';

async function check(url: string, mode: string, more: Record<string, unknown> = {}): Promise<string[]> {
  const role = RoleSchema.parse({ endpoint: 'main', model: `m-${mode}`, ...more });
  const endpoint = EndpointSchema.parse({ urls: [url] });
  return (await preflight('main', endpoint, [roleToCheck('judge', role)])).map(findingLine);
}

test.each([
  ['mistral', {}, 'field seed', 'sendSeed: false'],
  ['dashscope', {}, 'field enable_thinking', 'extraBody: { enable_thinking: false }'],
  ['maxlen', { sampling: { maxTokens: 9000 } }, 'field max_tokens', 'the server names 4096'],
  ['gpt5', { sampling: { maxTokens: 50 } }, 'field top_p', 'sampling: { topP: null }'],
  [
    'o3',
    { sampling: { temperature: 0, maxTokens: 50 } },
    'field temperature',
    'sampling: { temperature: null }',
  ],
  ['azure', { sampling: { temperature: 0 } }, 'field temperature', 'sampling: { temperature: null }'],
  ['claude', {}, 'field top_p', 'sampling: { topP: null }'],
])('%s: the field is named, with the line to write', async (mode, more, field, line) => {
  const providers = await startProviders();
  const findings = await check(providers.baseUrl(mode), mode, more);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toContain(field);
  expect(findings[0]).toContain('Write in roles.judge: ');
  expect(findings[0]).toContain(line);
});

test.each([
  ['mistral', { sendSeed: false }],
  ['mistral', { seedField: 'random_seed' }],
  ['mistral', { extraBody: { seed: null } }],
  ['dashscope', { extraBody: { enable_thinking: false } }],
  ['maxlen', { sampling: { maxTokens: 4096 } }],
  ['gpt5', { sampling: { topP: null, maxTokens: 50 } }],
  ['gpt5', { sampling: { topP: null, maxTokens: 50 }, maxTokensField: 'max_completion_tokens' }],
  ['o3', { sampling: { maxTokens: 50 } }],
  ['azure', { sampling: { maxTokens: 50 } }],
  ['claude', { sampling: { topP: null } }],
  ['claude', { sampling: { temperature: null } }],
  ['claude', { extraBody: { top_p: null } }],
])('%s with %j: nothing to say', async (mode, more) => {
  const providers = await startProviders();
  expect(await check(providers.baseUrl(mode), mode, more)).toEqual([]);
});

test.each([
  'plain',
  'thinkclose',
  'reset',
  'cf520',
  'over529',
  'date429',
  'blank',
  'gzip',
  'sse',
  'nousage',
  'toolcalls',
])('%s: nothing to say before a build', async (mode) => {
  const providers = await startProviders();
  expect(await check(providers.baseUrl(mode), mode)).toEqual([]);
});

test('all fields that a model refuses are told at once', async () => {
  const server = await scriptedEndpoint(({ path, body }, reply) => {
    if (path.endsWith('/models')) return void reply.error(404, { message: 'Not Found' });
    const field = ['top_p', 'temperature', 'seed'].find((name) => name in body);
    if (field === undefined) reply.text();
    else
      reply.error(400, {
        message: `Unsupported parameter: '${field}'`,
        param: field,
        code: 'unsupported_parameter',
      });
  });
  const findings = await check(server.baseUrl, 'x');
  expect(findings.map((each) => /field (\w+)/.exec(each)?.[1])).toEqual(['top_p', 'temperature', 'seed']);
});

test('a field of the own extraBody is named as such', async () => {
  const server = await scriptedEndpoint(({ path, body }, reply) => {
    if (path.endsWith('/models')) return void reply.error(404, { message: 'Not Found' });
    if (!('top_k' in body)) reply.text();
    else
      reply.raw.writeHead(400, { 'content-type': 'application/json' }).end(
        // Gemini's list of one.
        JSON.stringify([{ error: { code: 400, message: 'Unknown name "top_k": Cannot find field.' } }]),
      );
  });
  expect((await check(server.baseUrl, 'x', { extraBody: { top_k: 20 } })).join()).toContain(
    'field top_k as role judge sends it (HTTP 400): Unknown name "top_k": Cannot find field. Write in roles.judge: no top_k in `extraBody`.',
  );
});

test('no room for the answer is told of maxTokens, as vLLM words it', async () => {
  const server = await scriptedEndpoint(({ path, body }, reply) => {
    if (path.endsWith('/models')) return void reply.raw.end(JSON.stringify({ data: [{ id: 'm-x' }] }));
    const most = Number(body['max_tokens']);
    if (most < 4096) return void reply.text();
    const message = `This model's maximum context length is 4096 tokens. However, you requested ${most + 5} tokens (5 in the messages, ${most} in the completion).`;
    reply.error(400, { message, type: 'BadRequestError', param: null, code: 400 });
  });
  const [finding] = await check(server.baseUrl, 'x', { sampling: { maxTokens: 9000 } });
  expect(finding).toContain('sampling: { maxTokens: N }` with a smaller N (the server names 4096');
  expect(await check(server.baseUrl, 'x', { sampling: { maxTokens: 2000 } })).toEqual([]);
});

test('a refusal that is no field’s ends no build', async () => {
  const server = await scriptedEndpoint(({ path }, reply) => {
    if (path.endsWith('/models')) reply.raw.end(JSON.stringify({ data: [{ id: 'm-x' }] }));
    else reply.error(400, { message: 'Conversations must begin with a picture' });
  });
  expect(await check(server.baseUrl, 'x')).toEqual([]);
});

test('a server that is slow to write has taken the fields', async () => {
  const server = await scriptedEndpoint(({ path, body }, reply) => {
    if (path.endsWith('/models')) reply.raw.end(JSON.stringify({ data: [{ id: 'm-x' }] }));
    else if (body['max_tokens'] === 1) reply.text();
  });
  expect(await check(server.baseUrl, 'x', { sampling: { maxTokens: 9000 } })).toEqual([]);
});

test('max_completion_tokens is learnt from the refusal: each prompt is refused once at most', async () => {
  const providers = await startProviders();
  const { ask } = asking({ urls: [providers.baseUrl('o3')], concurrency: { initial: 1 } });
  for (const prompt of ['one', 'two', 'three'])
    expect((await ask(question(prompt, { model: 'm-learnt', maxTokens: 7 }))).text).toBe(
      `Answer to: ${prompt}`,
    );
  const fields = providers.log.map(({ body }) => Object.keys(body).filter((name) => name.startsWith('max_')));
  expect(fields).toEqual([
    ['max_tokens'],
    ['max_completion_tokens'],
    ['max_completion_tokens'],
    ['max_completion_tokens'],
  ]);
});

test('a number that is too large is no name that is unknown', async () => {
  const message =
    "'max_tokens' or 'max_completion_tokens' is too large: 9000. This model's maximum context length is 4096 tokens";
  const server = await scriptedEndpoint((_, reply) => reply.error(400, { message, param: 'max_tokens' }));
  const { ask } = asking({ urls: [server.baseUrl] });
  await expect(ask(question('hi', { model: 'm-large', maxTokens: 9000 }))).rejects.toThrow('too large');
  expect(server.seen).toHaveLength(1);
});
