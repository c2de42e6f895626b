import { join } from 'node:path';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { expect, test } from 'vitest';
import { ProgressSchema } from '../../schemas/build/progress.ts';
import { DatasetSchema, type Dataset } from '../../schemas/build/task.ts';
import { openFoundry } from '../builds/foundry.ts';
import { startWorkerProcess } from '../survival/worker-processes.ts';
import { temporalAgain } from '../survival/temporal-again.ts';
import { failureOf } from '../survival/failure.ts';
import { until } from '../survival/until.ts';
import { written } from './written.ts';

const questions = (rows: number) => Array.from({ length: rows }, (_, at) => ({ q: `What is ${at}?` }));

function begin(client: Client, workflowId: string, config: unknown, ...more: unknown[]) {
  return client.workflow.start('generate', { taskQueue: 'tunesmith', workflowId, args: [config, ...more] });
}
type Handle = WorkflowHandle;

async function phase(handle: Handle): Promise<string> {
  return ProgressSchema.parse(await handle.query('progress')).phase;
}

/** Until a build is past its turn. */
function atWork(handle: Handle) {
  return until('the build is at work', async () => {
    const now = await phase(handle).catch(() => '');
    return !/^(checking the config|waiting|joined)?/.exec(now)?.[0] && now;
  });
}

async function ended(handle: Handle): Promise<Dataset> {
  return DatasetSchema.parse(await handle.result());
}

/** A build that is paused before its first row: it holds its dataset for as long as the test wants. */
async function held(client: Client, workflowId: string, config: unknown) {
  const handle = await begin(client, workflowId, config);
  await handle.signal('pause', true);
  await atWork(handle);
  return handle;
}

test('a second build of a dataset waits, joins or is refused, and never publishes beside the first', async () => {
  const foundry = await openFoundry();
  const { client, store } = foundry;
  const first = await foundry.writeLines('first.jsonl', questions(6));
  const second = await foundry.writeLines('second.jsonl', questions(8));
  const config = written('answers', first, { store });
  const running = await held(client, 'nightly-2026-11-29T02:00:00Z', config);

  const changed = written('answers', second, { store, lanes: { maxEvents: 20 } });
  const waiting = await begin(client, 'from-a-hook', changed);
  const joining = await begin(client, 'clicked-twice', config, { whenUnderWay: 'join' });
  const others = [
    written('others', first, { store }),
    written('answers', first, { store: `${store}-2` }),
  ].map(async (each, at) => ended(await begin(client, `other-${at}`, each)));
  for (const { version } of await Promise.all(others)) expect(version).toBe(1);
  const refused = await Promise.all([
    begin(client, 'refused', config, { whenUnderWay: 'refuse' }),
    begin(client, 'another', changed, { whenUnderWay: 'join' }),
  ]);
  const why = ['was to be refused', 'its config is another one'];
  for (const [at, handle] of refused.entries())
    expect(await failureOf(handle.result())).toMatchObject({
      type: 'BuildRunning',
      message: expect.stringMatching(new RegExp(`workflow nightly-2026-11-29T02:00:00Z.*${why[at]}`)),
    });

  // Who waits long begins its history again, is found by its id as before, and keeps a pause.
  const now = client.workflow.getHandle('from-a-hook');
  await now.signal('pause', true);
  await until(
    'it continued as new',
    async () => (await now.describe()).runId !== waiting.firstExecutionRunId,
  );
  await until('it waits, and says for whom', async () =>
    (await phase(now)).includes('waiting for the build of answers that is under way (nightly-2026-11-29T'),
  );
  expect(ProgressSchema.parse(await now.query('progress')).paused).toBe(true);
  await now.signal('pause', false);
  expect((await running.describe()).status.name).toBe('RUNNING');

  await running.signal('pause', false);
  const made = await ended(running);
  expect(made).toMatchObject({ name: 'answers', version: 1, rows: 6 });
  expect(await ended(joining)).toEqual(made);
  expect(await ended(waiting)).toMatchObject({ name: 'answers', version: 2, rows: 8 });

  // A Schedule of Temporal's own client, whose workflows have a time behind their ids.
  const schedule = await client.schedule.create({
    scheduleId: 'nightly',
    spec: { intervals: [{ every: '1 day' }] },
    policies: { overlap: 'ALLOW_ALL' },
    action: {
      type: 'startWorkflow',
      workflowId: 'nightly-generate',
      workflowType: 'generate',
      taskQueue: 'tunesmith',
      args: [config],
    },
  });
  const nights: Promise<Dataset>[] = [];
  for (const night of [1, 2]) {
    const second = Math.floor(Date.now() / 1000);
    await schedule.trigger();
    const begun = await until('its night is begun', async () => {
      const { info } = await schedule.describe();
      return info.recentActions[night - 1]?.action.workflow.workflowId;
    });
    expect(begun).toMatch(/^nightly-generate-\d{4}-\d\d-\d\dT/);
    nights.push(ended(client.workflow.getHandle(begun)));
    // The time behind the ids has seconds.
    await until('the next second', () => Date.now() / 1000 > second + 1);
  }
  const told = (await Promise.all(nights)).map(({ version, unchanged }) => `v${version} ${unchanged}`);
  expect(told.sort()).toEqual(['v3 false', 'v3 true']);

  const locks = client.workflow.list({
    query: "WorkflowType = 'datasetLock' AND ExecutionStatus = 'Running'",
  });

  // Somebody ends a build's lock: it takes its turn again before it publishes.
  const robbed = await held(client, 'robbed', written('stolen', first, { store }));
  await until('its lock is listed, and ended', async () => {
    for await (const { workflowId } of locks)
      if (workflowId.endsWith('/stolen')) return client.workflow.getHandle(workflowId).terminate();
    return undefined;
  });
  const next = await held(client, 'next', written('stolen', second, { store }));
  await robbed.signal('pause', false);
  await until('it waits to publish', async () =>
    (await phase(robbed)).includes('waiting for another build of stolen'),
  );
  await next.signal('pause', false);
  expect(await ended(next)).toMatchObject({ version: 1, rows: 8 });
  expect(await ended(robbed)).toMatchObject({ version: 2, rows: 6 });

  // Nobody holds a name after the end.
  await until('no lock is left', async () => {
    for await (const _ of locks) return false;
    return true;
  });
});

test('a build that is terminated, or whose worker and server are killed, leaves its name to the next', async () => {
  const foundry = await openFoundry({}, false);
  const { client, store, temporal, folder, standin } = foundry;
  const config = written('answers', await foundry.writeLines('questions.jsonl', questions(6)), {
    store,
    endpoints: { default: { urls: [standin.baseUrl] } },
    roles: { model: { model: 'stand-in' } },
  });
  const home = join(folder, 'home');
  const worker = await startWorkerProcess(temporal, home);
  const first = await held(client, 'first', config);
  const second = await begin(client, 'second', config);
  await second.signal('pause', true);
  const waits = () =>
    phase(second).then(
      (told) => told.includes('(first)'),
      () => false,
    );
  await until('the second one waits', waits);

  await worker.kill();
  await temporalAgain(foundry);
  await startWorkerProcess(temporal, home);
  // The first has its name still, and the second its place.
  await until('the second one waits again', waits);
  expect((await first.describe()).status.name).toBe('RUNNING');

  await first.terminate('gone');
  await atWork(second);
  const third = await begin(client, 'third', config);
  await until('the third one waits', async () => (await phase(third)).includes('(second)'));
  await second.signal('pause', false);
  expect(await ended(second)).toMatchObject({ version: 1, rows: 6 });
  expect(await ended(third)).toMatchObject({ version: 1, unchanged: true });
});
