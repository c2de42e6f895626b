import { expect, test } from 'vitest';
import { preflight } from '../../activities/inference/index.ts';
import { batchesWaitedFor } from '../../client/progress/batches-waited-for.ts';
import { EndpointSchema } from '../../schemas/inference/endpoint.ts';
import { RoleSchema } from '../../schemas/inference/role.ts';
import { openFoundry } from '../builds/foundry.ts';
import { scriptedEndpoint } from '../inference/scripted-endpoint.ts';
import { standinForTest } from '../standin/starting.ts';
import { heartbeatsOf } from '../survival/pending.ts';
import { until } from '../survival/until.ts';
import { batchQuestions } from './batch-build.ts';

const writer = { role: 'writer', model: 'stand-in', api: 'chat' as const, batch: true };

test('shards that wait for batches say for how many, in which states and how far', async () => {
  const foundry = await openFoundry({ mistakes: 0, batchStepMs: 600_000 });
  const config = { ...(await batchQuestions(foundry, 20)), sharding: { rows: 100 } };
  const build = await foundry.start(config);
  const [beat] = await until('a shard tells of its batch', async () => {
    const beats = await heartbeatsOf(foundry.client, build.workflowId);
    return beats.some(({ batches }) => batches !== undefined) ? beats : undefined;
  });
  expect(beat?.batches).toEqual([{ endpoint: 'default', states: { validating: 1 }, requests: 0, done: 0 }]);
  await build.cancel();
  await expect(build.result()).rejects.toThrow();
});

test('the batches of all shards are one line an endpoint', () => {
  const lines = batchesWaitedFor([
    { endpoint: 'openai', states: { in_progress: 1 }, requests: 1000, done: 400 },
    { endpoint: 'openai', states: { in_progress: 1, validating: 1 }, requests: 1200, done: 0 },
    { endpoint: 'groq', states: { finalizing: 1 }, requests: 5, done: 5 },
  ]);
  expect(lines).toEqual([
    '1 batch at groq (1 finalizing; 5 of 5 requests done)',
    '3 batches at openai (2 in progress, 1 validating; 400 of 2,200 requests done)',
  ]);
});

test('an endpoint without a Batch API is told before the build, with what to do', async () => {
  const server = await scriptedEndpoint(({ path }, reply) => {
    reply.raw.setHeader('content-type', 'application/json');
    if (path.endsWith('/models')) reply.raw.end(JSON.stringify({ data: [{ id: 'stand-in' }] }));
    else reply.error(404, { message: 'Not Found' });
  });
  const endpoint = EndpointSchema.parse({ urls: [server.baseUrl] });
  const findings = await preflight('cluster', endpoint, [writer], {});
  expect(findings).toEqual([
    {
      endpoint: 'cluster',
      url: server.baseUrl,
      roles: ['writer'],
      problem: 'it has no Batch API (GET /batches: HTTP 404), which role writer wants',
      fix: 'Leave roles.writer.transport out, or name an endpoint that has /files and /batches.',
    },
  ]);
  expect(await preflight('cluster', endpoint, [{ ...writer, batch: false }], {})).toEqual([]);
});

test('an endpoint with one is ready', async () => {
  const standin = await standinForTest();
  const endpoint = EndpointSchema.parse({ urls: [standin.baseUrl] });
  expect(await preflight('default', endpoint, [writer], {})).toEqual([]);
});

test('what is set for batches and not used is a mistake', () => {
  const role = { endpoint: 'default', model: 'm', batchApi: { priceFactor: 0.4 } };
  expect(RoleSchema.safeParse(role).error?.issues[0]?.message).toContain('transport: batch');
  expect(RoleSchema.parse({ ...role, transport: 'batch' }).batchApi?.requests).toBe(50_000);
});
