import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { startTunesmith } from '../cli/command-line.ts';
import { ownFolder } from '../client/config-file.ts';
import { openFoundry } from '../builds/foundry.ts';
import { written } from '../contract/written.ts';
import { Datasets, PageUnusable } from '../../client/index.ts';
import { until } from '../survival/until.ts';
import { agentOn, agentOnStdio, listening, reader, surroundings, token } from './doors-of.ts';

const PageSchema = z.object({ rows: z.array(z.looseObject({})), next: z.string().optional() });

test('a build is started over HTTP, followed, and its rows are read page by page', async () => {
  const foundry = await openFoundry();
  const { env, args } = surroundings(foundry);
  const table = await foundry.writeLines('q.jsonl', [
    ...Array.from({ length: 7 }, (_, at) => ({ q: `What is ${at}?` })),
    { q: '' },
  ]);
  const url = await listening(['serve', ...args], env);
  const ask = (path: string, body?: unknown, bearer = token) =>
    fetch(`${url}${path}`, {
      ...(body === undefined
        ? {}
        : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
      headers: { authorization: `Bearer ${bearer}` },
    });
  const answer = async (path: string, body?: unknown, bearer?: string) => {
    const response = await ask(path, body, bearer);
    const told: unknown = await response.json();
    return { status: response.status, told };
  };
  const config = written('over-http', table);

  // Whoever may not, and what cannot be.
  const refused = async (status: number, kind: string, words: RegExp, ...given: Parameters<typeof ask>) =>
    expect(await answer(...given)).toEqual({
      status,
      told: { error: { kind, message: expect.stringMatching(words) } },
    });
  await refused(401, 'Unauthorized', /send a token/, '/v1/recipes', undefined, 'x'.repeat(32));
  await refused(403, 'Forbidden', /may look only/, '/v1/builds', { config }, reader);
  await refused(400, 'InputRefused', /no JSON object/, '/v1/builds', '{');
  await refused(413, 'TooLarge', /2 MiB/, '/v1/builds', { config: { ...config, name: 'x'.repeat(3e6) } });
  await refused(400, 'ConfigError', /seeds: unknown key; did you mean "seed"\?/, '/v1/builds', {
    config: { ...config, seeds: 1 },
  });
  await refused(400, 'ConfigError', /table\.files\[0\]: "q\.jsonl" is relative/, '/v1/builds', {
    config: written('a', 'q.jsonl'),
  });
  await refused(404, 'BuildUnknown', /nobody/, '/v1/builds/nobody');
  await refused(404, 'UnknownRecipe', /generat/, '/v1/recipes/generat/schema');
  await refused(404, 'NotFound', /openapi/, '/v2');
  await refused(400, 'InputRefused', /limit/, '/v1/builds?limit=0');

  expect(await answer('/v1/builds', { config, idempotencyKey: 'one' })).toMatchObject({
    status: 200,
    told: { id: 'over-http', joined: false },
  });
  const events = await (await ask('/v1/builds/over-http/events')).text();
  expect(events).toMatch(/^event: progress\ndata: \{"phase"/m);
  expect(events).toMatch(/event: end\ndata: .*"state":"completed".*"rows":7/);
  const began = (await answer('/v1/builds/over-http')).told;
  await answer('/v1/builds', { config, idempotencyKey: 'one' });
  expect((await answer('/v1/builds/over-http')).told).toEqual(began);
  expect((await answer('/v1/builds/over-http', undefined, reader)).told).toMatchObject({
    dataset: { version: 1 },
  });
  expect((await answer('/v1/builds')).told).toMatchObject({
    builds: [{ id: 'over-http', recipe: 'generate' }],
  });
  expect((await answer('/v1/datasets')).told).toMatchObject({ datasets: [{ name: 'over-http', rows: 7 }] });
  expect((await answer('/v1/datasets/over-http/versions')).told).toMatchObject({
    versions: [{ latest: true }],
  });

  const rows: unknown[] = [];
  let next: string | undefined = '';
  for (let pages = 0; next !== undefined; pages += 1) {
    expect(pages).toBeLessThan(4);
    const page = PageSchema.parse(
      (await answer(`/v1/datasets/over-http/rows?limit=3${next === '' ? '' : `&cursor=${next}`}`)).told,
    );
    rows.push(...page.rows);
    next = page.next;
  }
  expect(rows).toHaveLength(7);
  expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(7);
  expect(rows[0]).toHaveProperty('instruction');
  await refused(404, 'StageUnknown', /no stage "none", only /, '/v1/datasets/over-http/rejects?stage=none');
  await refused(404, 'VersionUnknown', /9/, '/v1/datasets/over-http/rows?version=9');
  const { told: none } = await answer('/v1/datasets/over-http/rejects?stage=none');
  const stages = /only ([\w, -]+)/.exec(JSON.stringify(none))?.[1]?.split(', ') ?? [];
  const rejects = await Promise.all(
    stages.map(async (stage) => (await answer(`/v1/datasets/over-http/rejects?stage=${stage}`)).told),
  );
  expect(rejects.flatMap((page) => PageSchema.parse(page).rows)).toEqual([
    expect.objectContaining({ stage: expect.any(String), reason: expect.any(String) }),
  ]);
  await refused(404, 'StageUnknown', /no stage "none", only /, '/v1/datasets/over-http/rejects?stage=none');

  const inProgram = await Datasets.open(foundry.store);
  await expect(inProgram.rows('over-http', { cursor: 'x' })).rejects.toThrow(PageUnusable);

  // While a build is at work: refused, or made afterwards under an id of its own, once for a key.
  const held = { config: written('held', table) };
  await answer('/v1/builds', held);
  await answer('/v1/builds/held/pause', {});
  await refused(409, 'BuildRunning', /was to be refused/, '/v1/builds', { ...held, whenUnderWay: 'refuse' });
  await refused(400, 'InputRefused', /whenUnderWay/, '/v1/builds', { ...held, whenUnderWay: 'wate' });
  expect((await answer('/v1/builds', { ...held, whenUnderWay: 'join' })).told).toMatchObject({
    id: 'held',
    joined: true,
  });
  const after = { ...held, whenUnderWay: 'wait', idempotencyKey: 'two' };
  const { told: waiting } = await answer('/v1/builds', after);
  expect(waiting).toMatchObject({ id: expect.stringMatching(/^held-\w{12}$/), joined: false });
  expect((await answer('/v1/builds', after)).told).toEqual(waiting);
  const { id: waits } = z.object({ id: z.string() }).parse(waiting);
  await until('it says for whom it waits', async () =>
    JSON.stringify((await answer(`/v1/builds/${waits}`)).told).includes('under way (held)'),
  );
  await answer('/v1/builds/held/resume', {});
  const ended = await (await ask(`/v1/builds/${waits}/events`)).text();
  expect(ended).toMatch(/event: end\ndata: .*"version":1.*"unchanged":true/);

  const { told: openApi } = await answer('/v1/openapi.json');
  expect(openApi).toMatchObject({
    openapi: '3.1.0',
    paths: { '/v1/builds': { post: { operationId: 'start_build' } } },
  });

  const nightly = {
    config: written('nightly', table),
    cron: ['0 2 * * *'],
    timeZone: 'Europe/Berlin',
    paused: true,
  };
  await refused(400, 'TimingUnusable', /./, '/v1/schedules', { config: nightly.config });
  expect(await answer('/v1/schedules', nightly)).toMatchObject({
    status: 200,
    told: { id: 'nightly', paused: true },
  });
  await refused(409, 'ScheduleExists', /nightly/, '/v1/schedules', nightly);
  expect((await answer('/v1/schedules/nightly')).told).toMatchObject({ timeZone: 'Europe/Berlin', runs: [] });
  const change = '/v1/schedules/nightly/update';
  await refused(400, 'TimingUnusable', /nothing is to change/, change, {});
  await refused(409, 'ScheduleOfAnother', /is of held, .* of nightly/, change, { config: held.config });
  expect((await answer(change, { every: '6h', timeZone: null, jitter: '5m' })).told).toMatchObject({
    when: expect.stringContaining('6h'),
    configVersion: 1,
    paused: true,
  });
  expect((await answer(change, { config: { ...nightly.config, seed: 8 } })).told).toMatchObject({
    when: expect.stringContaining('6h'),
    configVersion: 2,
  });
  expect(await answer('/v1/schedules/nightly/delete', {})).toMatchObject({ status: 200 });
  await refused(404, 'ScheduleUnknown', /nightly/, '/v1/schedules/nightly');

  // Agents, by the SDK's own client: on standard input and output, and over HTTP.
  const looking = await agentOnStdio(foundry);
  expect(looking.tools.map(({ name }) => name)).toContain('validate_config');
  expect(looking.tools.map(({ name }) => name)).not.toContain('start_build');
  expect((await looking.call('read_rows', { name: 'over-http', limit: 2 })).text).toContain('"next":"0-2"');
  expect((await looking.call('validate_config', { config: { ...config, seeds: 1 } })).text).toContain(
    '"valid":false',
  );
  expect(await looking.call('get_build', { id: 'nobody' })).toMatchObject({
    failed: true,
    text: expect.stringMatching(/^BuildUnknown: /),
  });

  const building = await agentOnStdio(foundry, '--allow-builds');
  const more = await foundry.writeLines('more.jsonl', [{ q: 'What is new?' }, { q: 'What is 1?' }]);
  const second = { ...config, table: { files: [more] } };
  expect((await building.call('start_build', { config: second })).text).toContain('"id":"over-http"');
  await until('the second version is there', async () =>
    /"state":"completed"/.test((await building.call('get_build', { id: 'over-http' })).text),
  );
  const diff = await building.call('diff_versions', { name: 'over-http', before: 1, after: 2 });
  expect(diff).toMatchObject({ failed: false, text: expect.stringContaining('"added"') });

  const mcp = await listening(['mcp', '--allow-builds', ...args], env);
  const remote = (bearer: string) =>
    agentOn(
      new StreamableHTTPClientTransport(new URL(mcp), {
        requestInit: { headers: { authorization: `Bearer ${bearer}` } },
      }),
    );
  expect((await (await remote(token)).call('list_versions', { name: 'over-http' })).text).toContain(
    '"version":2',
  );
  expect((await remote(reader)).tools.map(({ name }) => name)).not.toContain('start_build');
  await expect(remote('x'.repeat(32))).rejects.toThrow(/send a token/);

  // More than are to be answered.
  const slow = await listening(['serve', '--rate', '1', ...args], env);
  const twice = [1, 2].map(() =>
    fetch(`${slow}/v1/recipes`, { headers: { authorization: `Bearer ${token}` } }),
  );
  expect((await Promise.all(twice)).map(({ status }) => status).sort()).toEqual([200, 429]);
});

test('without a token nothing listens', async () => {
  const { code, stderr } = await startTunesmith(['serve'], ownFolder(), {}).ended;
  expect([code, stderr]).toEqual([2, expect.stringContaining('there is no token in TUNESMITH_TOKEN')]);
});
