import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { temporal } from '@temporalio/proto';
import { glob } from 'tinyglobby';
import { expect, test } from 'vitest';
import { FleetSchema } from '../../schemas/build/fleet.ts';
import { ProgressSchema } from '../../schemas/build/progress.ts';
import { openFoundry, type Foundry } from '../builds/foundry.ts';
import { written } from '../contract/written.ts';
import { failureOf } from '../survival/failure.ts';
import { until } from '../survival/until.ts';
import { startReceiver } from './receiver.ts';

const secret = `whsec_${randomBytes(32).toString('base64')}`;
const { History } = temporal.api.history.v1;

/** The workflow that sends a notice of a build's event. */
async function sender({ client }: Foundry, build: string, event: string) {
  const { runId } = await client.workflow.getHandle(build).describe();
  return client.workflow.getHandle(`tunesmith-notify/${build}/${runId}/${event}`);
}

/** What the server and the store keep of all builds. */
async function kept({ client, store }: Foundry): Promise<{ histories: string; files: string }> {
  const histories: string[] = [];
  for await (const { workflowId, runId } of client.workflow.list()) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    histories.push(Buffer.from(History.encode(history).finish()).toString('latin1'));
  }
  const paths = await glob('**/*.{json,md,html}', { cwd: store, absolute: true, dot: true });
  const files = await Promise.all(paths.map((path) => readFile(path, 'latin1')));
  return { histories: histories.join('\n'), files: files.join('\n') };
}

test('receivers are told of ends and failures, each for itself, and hold no build up', async () => {
  const receiver = await startReceiver(secret, ({ path }, times) => {
    if (path.startsWith('/strict')) return { status: 404, body: 'no such hook' };
    return { status: path === '/tired' && times < 3 ? 503 : 204 };
  });
  const hook = (path: string, more = {}) => ({
    url: `${receiver.url}${path}`,
    secretEnv: 'HOOK_SECRET',
    ...more,
  });
  const nobody = { url: 'http://127.0.0.1:9/never-there', secretEnv: 'HOOK_SECRET', on: ['published'] };
  const fleet = FleetSchema.parse({ notify: hook('/fleet', { on: ['failed', 'cancelled'] }) });
  const foundry = await openFoundry({}, true, { HOOK_SECRET: secret }, { fleet });
  const { client, store } = foundry;
  const files = await foundry.writeLines('questions.jsonl', [{ q: 'one' }, { q: 'two' }, { q: '' }]);
  const begin = (workflowId: string, config: unknown, ...more: unknown[]) =>
    client.workflow.start('generate', { taskQueue: 'tunesmith', workflowId, args: [config, ...more] });
  const told = [hook('/all'), hook('/tired'), nobody];
  const config = written('answers', files, { store, notify: told });

  // The end is told at once, refused at first, refused for good, and by nobody.
  const first = await begin('nightly', config);
  const dataset = await first.result();
  expect(dataset).toMatchObject({ version: 1, rows: 2 });
  const [published] = await receiver.notices('/all', 'build.published');
  const { runId } = await first.describe();
  expect(published?.notice.data).toMatchObject({
    build: { id: `nightly/${runId}`, workflowId: 'nightly', runId },
    number: 1,
    recipe: 'generate',
    dataset: 'answers',
    store,
    version: 1,
    rows: 2,
    location: expect.stringContaining('/datasets/answers/v1'),
    stages: [
      { in: 3, out: 3, rejected: 0 },
      { in: 3, out: 2, rejected: 1 },
    ],
    spending: { asked: 2, reused: 0, cost: 0 },
  });
  const tries = await receiver.notices('/tired', 'build.published', 3);
  expect(tries.map(({ notice }) => notice)).toEqual(tries.map(() => published?.notice));
  expect(new Set(tries.map(({ id }) => id))).toEqual(new Set([published?.id]));
  const sending = await sender(foundry, 'nightly', 'published');
  expect((await sending.describe()).status.name).toBe('RUNNING');

  // A refusal for good is told in the UI in words, by the workflow that was to send it.
  const strict = hook('/strict?tenant=me', { on: ['unchanged'] });
  await (await begin('again', { ...config, notify: [hook('/all'), strict] })).result();
  const [unchanged] = await receiver.notices('/all', 'build.unchanged');
  expect(unchanged?.notice.data).toMatchObject({ version: 1, rows: 2, spending: { asked: 0 } });
  expect(unchanged?.id).not.toBe(published?.id);
  const refused = await failureOf((await sender(foundry, 'again', 'unchanged')).result());
  expect(refused).toMatchObject({
    type: 'NoticeNotDelivered',
    message: `${receiver.url}/strict answered 404 (no such hook); it is not sent again`,
  });
  expect(await receiver.notices('/strict?tenant=me', 'build.unchanged')).toHaveLength(1);

  // A build that fails, one whose config is wrong, and one that is cancelled: the fleet's receiver knows of those that name none.
  const missing = written('others', `${files}-missing`, { store });
  const failure = await failureOf((await begin('missing', missing)).result());
  const [failed] = await receiver.notices('/fleet', 'build.failed');
  expect(failed?.notice.data).toMatchObject({
    dataset: 'others',
    error: { type: failure.type, message: failure.message },
    stages: [],
  });
  const wrong = await failureOf((await begin('wrong', { ...missing, seeds: 1 })).result());
  const [, mistaken] = await receiver.notices('/fleet', 'build.failed', 2);
  expect(mistaken?.notice.data).toMatchObject({
    recipe: 'generate',
    dataset: 'others',
    error: { type: 'ConfigError', message: wrong.message },
  });
  const slow = await begin('slow', { ...written('slow', files, { store }), notify: [hook('/all')] });
  await slow.signal('pause', true);
  const [waiting] = await receiver.notices('/all', 'build.waiting');
  expect(waiting?.notice.data.waiting).toContain('paused');
  const joined = await begin(
    'joined',
    { ...written('slow', files, { store }), notify: [hook('/all')] },
    { whenUnderWay: 'join' },
  );
  await until('it has joined', async () =>
    ProgressSchema.parse(await joined.query('progress')).phase.startsWith('joined'),
  );
  await slow.cancel();
  await expect(slow.result()).rejects.toThrow();
  await receiver.notices('/all', 'build.cancelled');
  await expect(joined.result()).rejects.toThrow();

  const unsigned = { ...config, notify: { ...nobody, secretEnv: 'NOT_THERE' } };
  expect(await failureOf((await begin('unsigned', unsigned)).result())).toMatchObject({
    type: 'ConfigError',
    message: expect.stringMatching(/^notify\.secretEnv: the environment variable NOT_THERE is not set/),
  });
  expect(
    await client.workflow
      .getHandle(`tunesmith-notify/joined`)
      .describe()
      .catch(() => 'none'),
  ).toBe('none');
  expect(receiver.received.filter(({ notice }) => notice.data.build.workflowId === 'joined')).toEqual([]);
  expect(receiver.faults).toEqual([]);
  expect((await sending.describe()).status.name).toBe('RUNNING');

  const { histories, files: stored } = await kept(foundry);
  expect(histories).toContain('HOOK_SECRET');
  expect(stored).toContain('HOOK_SECRET');
  for (const text of [histories, stored]) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(secret.slice('whsec_'.length));
  }
  const manifests = await glob('datasets/**/*.{json,md,html}', { cwd: store, absolute: true });
  expect(manifests.length).toBeGreaterThan(2);
  for (const path of manifests) expect(await readFile(path, 'utf8')).not.toMatch(/HOOK_SECRET|never-there/);
});
