import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { changesOf } from '../../cli/schedule/what-changed.ts';
import { Datasets, Tunesmith, type DatasetDiff, type ScheduledRun } from '../../client/index.ts';
import { openStore } from '../../activities/storage/open-store.ts';
import { keysOf } from '../storage/places.ts';
import { openHome } from '../../workers/home.ts';
import { openFoundry, type Foundry } from '../builds/foundry.ts';
import { tunesmith } from '../cli/command-line.ts';
import { aged } from '../versions/aged.ts';
import { whole } from '../versions/whole-versions.ts';
import { nightlies, type Nightly } from './nights.ts';
import { runNow } from './scheduled-dataset.ts';
import { standingTables } from './standing-tables.ts';

/** Documents that rows were made of: what a row became further on has the document's id, and a number behind it. */
const documentsOf = (ids: readonly string[]): number => new Set(ids.map((id) => id.slice(0, 32))).size;

async function written({ folder, store, standin }: Foundry, { name, config }: Nightly): Promise<string> {
  const path = join(folder, `${name}.json`);
  const endpoints = { default: { urls: [standin.baseUrl] } };
  await writeFile(path, JSON.stringify({ store, endpoints, ...config }));
  return path;
}

// Eighteen builds, on a machine that does other things besides.
test('datasets of every recipe are rebuilt by night: only what is new is asked, told, rolled back and collected', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const { store: uri, standin, temporal, folder } = foundry;
  const client = await Tunesmith.connect(temporal);
  onTestFinished(() => client.close());
  const datasets = await Datasets.open(uri, { scratchDir: join(folder, 'scratch') });
  const command = async (...args: string[]) => {
    const told = await tunesmith(args, process.cwd(), { TEMPORAL_ADDRESS: temporal.address });
    expect(told, told.stderr).toMatchObject({ code: 0 });
    return told.stdout;
  };
  const all = await nightlies(foundry);
  const nights = (some: readonly Nightly[]): Promise<ScheduledRun[]> =>
    Promise.all(some.map(({ name }) => runNow(client.schedules.get(name))));

  // One command each.
  const configs = await Promise.all(all.map((each) => written(foundry, each)));
  const created = configs.map((path) => command('schedule', 'create', path, '--cron', '0 2 * * *'));
  for (const [at, said] of (await Promise.all(created)).entries())
    expect(said).toMatch(new RegExp(`^${all[at]?.name ?? ''} is built cron 0 2 \\* \\* \\*; first at `));

  const first = await nights(all);
  for (const run of first)
    expect(run, run.error).toMatchObject({ state: 'completed', reused: expect.any(Number) });
  await Promise.all(all.map((each) => each.day()));
  const before = standin.stats();
  const second = await nights(all);

  // Whatever was asked, by whichever recipe, was asked once.
  const after = standin.stats();
  expect(after.repeated).toBe(0);
  for (const { repeatedTexts } of Object.values(after.apis)) expect(repeatedTexts).toBe(0);
  expect(after.answered - before.answered).toBeLessThanOrEqual(
    second.reduce((sum, { asked = 0 }) => sum + asked, 0),
  );
  const home = await openHome({ TUNESMITH_HOME: join(folder, 'home') });
  for (const [at, { name, becomes, asksAtMost }] of all.entries()) {
    const [one, two] = [first[at]?.dataset, second[at]];
    expect(two?.asked, name).toBeLessThanOrEqual(asksAtMost);
    expect(two?.reused, name).toBeGreaterThan((first[at]?.asked ?? 0) * 0.8);
    if (becomes === undefined) {
      expect(two, name).toMatchObject({ asked: 0, dataset: { version: 1, unchanged: true } });
      continue;
    }
    expect(two, name).toMatchObject({ asked: expect.any(Number), dataset: { version: 2, unchanged: false } });
    const { rows } = await datasets.diff(name, 1, 2);
    expect(documentsIn(rows), name).toEqual(becomes);
    expect((rows?.same ?? 0) + (rows?.changed ?? 0) + (rows?.removed ?? 0), name).toBe(one?.rows);

    // What the schedule tells of both nights.
    const runs = await client.schedules.get(name).runs();
    expect(
      runs.map(({ dataset }) => dataset?.version),
      name,
    ).toEqual([2, 1]);
    const [changes] = await changesOf(runs, uri, home);
    expect(changes, name).toMatchObject({ config: false, files: { added: 0, changed: 1, vanished: 0 } });
  }

  // The prompt that was edited by day is not the schedule's, until it is told to take it.
  const shown = await command('schedule', 'show', 'questions');
  expect(shown).toMatch(/Prompts +generate: kept as they were; edited since: generate, which\n/);
  expect(shown).toMatch(/v2 +101 +2 +99\n +files: 1 changed; rows \+1\n.* v1 +100 +100 +0\n +the first\n/);
  const [draws, questions] = ['draws', 'questions'].map((name) => all.find((each) => each.name === name));
  if (draws === undefined || questions === undefined) throw new Error('a recipe is missing');
  const more = await written(foundry, { ...draws, config: { ...draws.config, instructions: 101 } });
  const updated = await Promise.all([
    command('schedule', 'update', 'questions', '--config', join(folder, 'questions.json')),
    // What is new for a recipe that reads nothing is a larger number.
    command('schedule', 'update', 'draws', '--config', more),
  ]);
  for (const said of updated) expect(said).toMatch(/by config version 2\n$/);
  expect(await nights([questions, draws])).toMatchObject([
    { configVersion: 2, asked: 101, dataset: { version: 3, rows: 101 } },
    { configVersion: 2, asked: 2, dataset: { version: 2, rows: 101 } },
  ]);
  expect((await datasets.diff('draws', 1, 2)).rows).toMatchObject({ added: 1, removed: 0, changed: 0 });

  // Back, and forth again.
  const latest = async (name: string) => (await datasets.versions(name)).find((each) => each.latest)?.version;
  expect(await command('rollback', 'harbours', 'v1', '--store', uri)).toMatch(/v1/);
  expect(await latest('harbours')).toBe(1);
  for (const { name } of all.filter((each) => each.name !== 'harbours')) {
    expect(await datasets.rollback(name, 1)).toMatchObject({ to: 1, moved: true });
    expect(await latest(name)).toBe(1);
    expect(await datasets.rollback(name, 2)).toMatchObject({ from: 1, to: 2, moved: true });
  }
  expect(await datasets.rollback('harbours', 2)).toMatchObject({ moved: true });

  // What nothing refers to goes, and what stays is whole.
  await aged(uri);
  const store = await openStore({ uri }, { cacheDir: await mkdtemp(join(folder, 'cache-')) });
  const held = (await keysOf(store)).length;
  await command('gc', '--keep', '1', '--yes', '--store', uri);
  expect((await keysOf(store)).length).toBeLessThan(held * 0.8);
  for (const { name } of all) {
    const kept = name === 'questions' ? [2, 3] : [2];
    expect(await whole(store, name), name).toEqual(kept);
    await standingTables(store, name, 2);
  }
  // A night on which nothing has changed finds all that it needs.
  const asked = standin.stats().answered;
  const again = await nights(all.slice(2, 4));
  expect(again.map(({ dataset }) => dataset?.unchanged)).toEqual([true, true]);
  expect(standin.stats().answered).toBe(asked);
}, 600_000);

function documentsIn(rows: DatasetDiff['rows']) {
  const { added = [], removed = [], changed = [] } = rows?.examples ?? {};
  return {
    added: documentsOf(added),
    removed: documentsOf(removed),
    changed: documentsOf(changed.map(({ id }) => id)),
  };
}
