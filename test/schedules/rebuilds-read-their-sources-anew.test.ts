import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { changeText, changesOf } from '../../cli/schedule/what-changed.ts';
import { scheduleLines } from '../../cli/schedule/show.ts';
import { paletteFor } from '../../cli/text/palette.ts';
import { ScheduleUnknown, type ScheduleEntry } from '../../client/index.ts';
import { ScheduleExists } from '../../client/schedules/schedule-exists.ts';
import { openHome } from '../../workers/home.ts';
import { openFoundry } from '../builds/foundry.ts';
import { tunesmith } from '../cli/command-line.ts';
import { until } from '../survival/until.ts';
import { runNow, scheduledDataset } from './scheduled-dataset.ts';

test('a schedule rebuilds its dataset from the files as they are, and pays for what is new', async () => {
  const foundry = await openFoundry();
  const { client, config, files, write } = await scheduledDataset(foundry);
  const home = await openHome({ TUNESMITH_HOME: join(foundry.folder, 'home') });
  await write('a.jsonl', ['lamps', 'bread', 'tides']);
  await write('b.jsonl', ['kites', 'ferries']);
  const schedule = await client.schedules.create(config, {
    cron: ['0 2 * * *'],
    timeZone: 'Europe/Berlin',
    jitter: '10m',
    pauseOnFailure: true,
    note: 'ask Ada',
  });
  await expect(client.schedules.create(config, { every: '1d' })).rejects.toThrow(ScheduleExists);
  expect(await schedule.info()).toMatchObject({
    id: 'nightly',
    recipe: 'generate',
    paused: false,
    note: 'ask Ada',
    when: 'cron 0 2 * * *',
    timeZone: 'Europe/Berlin',
    jitter: '10m',
    overlap: 'skip',
    catchUp: '1d',
    pauseOnFailure: true,
    configVersion: 1,
    taken: 0,
  });
  expect((await schedule.info()).next.length).toBeGreaterThan(0);

  // The first build, and one that finds nothing new.
  expect(await runNow(schedule)).toMatchObject({
    state: 'completed',
    configVersion: 1,
    asked: 5,
    reused: 0,
    dataset: { name: 'nightly', version: 1, rows: 5, unchanged: false },
  });
  expect(await runNow(schedule)).toMatchObject({
    asked: 0,
    reused: 5,
    cost: 0,
    dataset: { version: 1, rows: 5, unchanged: true },
  });

  // One file is new, one has changed, one has vanished.
  await write('c.jsonl', ['compasses']);
  await write('a.jsonl', ['lamps', 'bread', 'dunes and tides']);
  await rm(join(files, 'b.jsonl'));
  expect(await runNow(schedule)).toMatchObject({
    asked: 2,
    dataset: { version: 2, rows: 4, unchanged: false },
  });
  const runs = await schedule.runs();
  const info = await schedule.info();
  const changes = await changesOf(runs, info.store, home);
  expect(changes).toEqual([
    { rows: -1, config: false, files: { added: 1, changed: 1, vanished: 1 } },
    { rows: 0, config: false, files: { added: 0, changed: 0, vanished: 0 } },
    undefined,
  ]);
  const shown = scheduleLines(info, runs, changes, { width: 80, palette: paletteFor({}, {}) });
  expect(shown.filter((line) => line.length > 80)).toEqual([]);
  expect(shown.join('\n')).toContain('files: 1 new, 1 changed, 1 vanished; rows −1');
  expect(shown.join('\n')).toContain('nothing published');

  // All are gone: the build fails and pauses the schedule, whose next build goes on once they are back.
  await rm(files, { recursive: true });
  const failed = await runNow(schedule);
  expect(failed).toMatchObject({ state: 'failed', error: expect.stringMatching(/jsonl/) });
  const paused = await until('the schedule is paused', async () => {
    const now = await schedule.info();
    return now.paused ? now : undefined;
  });
  expect(paused.note).toMatch(/paus/i);
  await mkdir(files);
  await write('a.jsonl', ['lamps', 'bread', 'dunes and tides']);
  await schedule.unpause('the files are back');
  expect(await runNow(schedule)).toMatchObject({ asked: 0, dataset: { version: 3, rows: 3 } });

  // Another config is the next version; the same one is not.
  expect((await schedule.update({ config })).configVersion).toBe(1);
  const next = await schedule.update({
    config: { ...config, seed: 7 },
    timing: { every: '6h', overlap: 'buffer-one' },
  });
  expect(next).toMatchObject({
    configVersion: 2,
    when: 'every 6h',
    overlap: 'buffer-one',
    pauseOnFailure: true,
    jitter: '10m',
    timeZone: 'Europe/Berlin',
  });
  expect(await runNow(schedule)).toMatchObject({
    configVersion: 2,
    asked: 3,
    dataset: { version: 4, rows: 3 },
  });
  const [latest] = await changesOf(await schedule.runs(), info.store, home);
  expect(latest === undefined ? '' : changeText(latest, false)).toBe('another config');

  // 13 hours hold at least two times of a schedule of every six.
  const to = new Date();
  await schedule.backfill(new Date(to.getTime() - 13 * 3_600_000), to);
  const filled = await until('the past is made up for', async () => {
    const { taken } = await schedule.info();
    const runs = await schedule.runs();
    // One that was buffered begins when the one before has ended.
    return taken >= 8 && runs.every(({ state }) => state !== 'running') ? runs : undefined;
  });
  expect(filled.filter(({ state }) => state !== 'completed' && state !== 'failed')).toEqual([]);

  const env = { TEMPORAL_ADDRESS: foundry.temporal.address };
  const show = await tunesmith(['schedule', 'show', 'nightly'], foundry.folder, env);
  expect(show).toMatchObject({ code: 0, stdout: expect.stringMatching(/nightly \(generate\): active/) });
  expect(show.stdout).toMatch(/v4/);
  // Its name finds its newest build, whose id has a time behind it.
  const { build } = (await schedule.runs())[0] ?? {};
  const status = await tunesmith(['status', 'nightly', '--json'], foundry.folder, env);
  expect(JSON.parse(status.stdout)).toMatchObject({ id: build, state: 'completed', dataset: { rows: 3 } });
  const plain = ['schedule', 'update', 'nightly', '--no-jitter', '--no-time-zone'];
  expect(await tunesmith(plain, foundry.folder, env)).toMatchObject({ code: 0 });
  const { timeZone, jitter, when } = await schedule.info();
  expect([timeZone, jitter, when]).toEqual([undefined, undefined, 'every 6h']);
  await schedule.pause('for the night');
  const listed = await until('it is listed', async () => {
    const found: ScheduleEntry[] = [];
    for await (const each of client.schedules.list()) found.push(each);
    return found[0]?.paused === true && found;
  });
  expect(listed).toEqual([
    expect.objectContaining({ id: 'nightly', recipe: 'generate', note: 'for the night' }),
  ]);
  await schedule.delete();
  await expect(schedule.info()).rejects.toThrow(ScheduleUnknown);
});
