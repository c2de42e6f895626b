import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../activities/storage/open-store.ts';
import { command, ended, prepare, type Ground } from '../../bench/chaos/campaign.ts';
import type { ChaosCommand } from '../../bench/chaos/command.ts';
import { published, type Published } from '../../bench/chaos/published.ts';
import { heartbeatTimeout } from '../../schemas/build/queue.ts';

/** Rows of which a tenth is refused, others each time that they are asked. */
async function refusingGround(rows: number): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-attempts-'));
  const endings: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  onTestFinished(async () => {
    for (const end of endings.toReversed()) await end().catch(() => undefined);
  });
  const ground = await prepare(folder, rows, endings);
  ground.standin.setFaults({ latencyMs: 60, slots: 16, refusalRate: 0.1 });
  return ground;
}

/** What is there of the dataset that the command told of, once it has ended well. */
async function madeBy(ground: Ground, run: ChaosCommand): Promise<Published> {
  const told = run.told();
  if ('failed' in told) throw new Error(told.failed);
  const store = await openStore(ground.storeConfig('store', 'folder'), {
    cacheDir: join(ground.folder, 'cache'),
  });
  return published(store, told, ground.rows);
}

test('a process that stood still while a second attempt ran beside the first tells of what is there', async () => {
  const ground = await refusingGround(2000);
  const run = await command(ground, 'stalled', ground.storeConfig('store', 'folder'));
  onTestFinished(() => run.kill());
  run.start();
  for (const answered of [300, 900]) {
    while (ground.standin.stats().answered < answered && run.running) await delay(20);
    run.signal('SIGSTOP');
    await delay(heartbeatTimeout + 2500);
    run.signal('SIGCONT');
  }
  expect(await ended([run])).toBe(true);
  const made = await madeBy(ground, run);
  expect(made.faults).toEqual([]);
  expect(made.rejected).toBeGreaterThan(100);
}, 400_000);

test('two builds over the same rows in one store, refused differently, each tell of what is there', async () => {
  const ground = await refusingGround(1000);
  const store = ground.storeConfig('store', 'folder');
  const runs = await Promise.all(['one', 'two'].map((name) => command(ground, name, store)));
  // Both have begun the table before the first shard of it is done: a build that comes to refused rows of an earlier one
  // asks them again, for another table. One answer in four seconds is 200 for a shard; both ask for the same rows.
  ground.standin.setFaults({ latencyMs: 4000, slots: 1 });
  for (const run of runs) {
    onTestFinished(() => run.kill());
    run.start();
  }
  const bothAsk = () => ground.standin.stats().requests > ground.standin.stats().distinct;
  // One that ends before it asks says why below.
  while (!bothAsk() && runs.every(({ running }) => running)) await delay(20);
  ground.standin.setFaults({ latencyMs: 60, slots: 16 });
  expect(await ended(runs)).toBe(true);
  const [one, two] = await Promise.all(runs.map((run) => madeBy(ground, run)));
  expect([one?.faults, two?.faults]).toEqual([[], []]);
  // One table, whoever made it: the datasets are the same.
  expect([...(one?.data.values() ?? [])]).toEqual([...(two?.data.values() ?? [])]);
}, 400_000);
