import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { bundleWorkflows } from '../../workers/workflow-bundle.ts';
import { openFoundry, type Foundry } from '../builds/foundry.ts';
import { hookSecret, recordedBuilds } from './recorded-builds.ts';

const { History } = temporal.api.history.v1;
const folder = new URL('./histories/', import.meta.url);

/**
 * Histories of builds that ran under released workflow code. When this fails, builds that are running now would break:
 * put the change behind `patched()` or a new workflow type. RECORD_HISTORIES=name adds the histories of today's code;
 * those of earlier releases are never replaced.
 */
test('histories of earlier builds replay under the workflow code of today', async () => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.history.gz'));
  const histories = await Promise.all(
    names.map(async (name) => {
      const history = History.decode(gunzipSync(await readFile(new URL(name, folder))));
      // A build names its lanes after itself, so it must replay under its own id.
      const workflowId = history.events[0]?.workflowExecutionStartedEventAttributes?.workflowId ?? name;
      return { workflowId, history };
    }),
  );
  expect(histories.length).toBeGreaterThan(3);
  const failures: string[] = [];
  const replays = Worker.runReplayHistories({ workflowBundle: await bundleWorkflows() }, histories);
  for await (const { workflowId, error } of replays)
    if (error !== undefined) failures.push(`${workflowId}: ${error.message}`);
  expect(failures).toEqual([]);
});

test.runIf(process.env['RECORD_HISTORIES'] !== undefined)('records the histories of today', async () => {
  const foundry = await openFoundry({ fiveShare: 0.5 }, true, { [hookSecret.name]: hookSecret.value });
  for (const config of await recordedBuilds(foundry)) await foundry.build(config);
  await record(foundry, process.env['RECORD_HISTORIES'] ?? '');
});

async function record({ client }: Foundry, release: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for await (const { workflowId, runId } of client.workflow.list()) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const name = `${release}-${workflowId.replaceAll('/', '-')}-${runId.slice(-4)}.history.gz`;
    await writeFile(new URL(name, folder), gzipSync(History.encode(history).finish()));
  }
}
