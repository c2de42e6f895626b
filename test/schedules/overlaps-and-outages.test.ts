import { expect, test } from 'vitest';
import { Tunesmith } from '../../client/index.ts';
import { openFoundry } from '../builds/foundry.ts';
import { temporalAgain } from '../survival/temporal-again.ts';
import { until } from '../survival/until.ts';
import { scheduledDataset } from './scheduled-dataset.ts';

/** Above the least catch-up window of a server, 10 s. */
const outageMs = 16_000;

test('a run that finds the one before at work does what the policy says, and tells it', async () => {
  const foundry = await openFoundry({ latencyMs: 600_000 });
  const { client, config, write } = await scheduledDataset(foundry);
  await write('a.jsonl', ['lamps']);
  const schedule = await client.schedules.create(config, { every: '1w', paused: true });
  const first = await schedule.trigger();
  expect(first.outcome).toBe('started');
  const atWork = first.outcome === 'started' ? first.build : '';
  expect(await schedule.trigger()).toEqual({ outcome: 'skipped', running: [atWork] });
  expect(await schedule.info()).toMatchObject({ running: [atWork], skipped: 1, taken: 1 });
  expect(await schedule.trigger('buffer-one')).toEqual({ outcome: 'waits', running: [atWork] });
  foundry.standin.setFaults({ latencyMs: 0 });
  await client.get(atWork).cancel();
  const runs = await until('the one that waited has ended', async () => {
    const found = await schedule.runs();
    return found[0]?.state === 'completed' ? found : undefined;
  });
  expect(runs.map(({ state, configVersion }) => [state, configVersion])).toEqual([
    ['completed', 1],
    ['cancelled', 1],
  ]);
});

test('runs that an outage took are made up for within the window, and counted as missed before it', async () => {
  const foundry = await openFoundry({}, false);
  const { client, config } = await scheduledDataset(foundry);
  await client.schedules.create(config, { every: '1s', catchUp: '10s' });
  await until('it has begun', async () => (await client.schedules.get('nightly').info()).taken > 0);
  const backAt = Date.now() + outageMs;
  process.kill(-(foundry.temporal.pid ?? 0), 'SIGSTOP');
  await until('the outage is longer than the window', () => Date.now() > backAt);
  const again = await temporalAgain(foundry);
  const later = await Tunesmith.connect(again);
  const { missed, skipped, running } = await until('the outage is told', async () => {
    const info = await later.schedules.get('nightly').info();
    return info.missed > 0 && info.skipped > 0 ? info : undefined;
  });
  expect(missed).toBeGreaterThan(0);
  // Nobody works here: the first build is still at work, and all others are left out.
  expect(skipped).toBeGreaterThan(0);
  expect(running).toHaveLength(1);
  await later.close();
});
