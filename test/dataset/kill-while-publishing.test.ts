import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { LatestSchema } from '../../schemas/dataset/manifest.ts';
import { finishedBuild, testFolder } from './finished-build.ts';
import { manifestIn, publish } from './published.ts';

const child = fileURLToPath(new URL('publish-child.ts', import.meta.url));

/** Runs a publisher of `rows` rows and kills it (SIGKILL) just before its write number `stopAt`. */
async function killedPublisher(folder: string, stopAt: number, rows: number): Promise<void> {
  const publisher = spawn(
    process.execPath,
    ['--import', 'tsx', child, folder, String(stopAt), String(rows)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const first: unknown = await once(createInterface(publisher.stdout), 'line');
  expect(first).toEqual(['stopped']);
  const gone = once(publisher, 'exit');
  publisher.kill('SIGKILL');
  await gone;
}

async function latest(folder: string): Promise<number> {
  const text = await readFile(`${folder}/store/datasets/a-dataset/latest.json`, 'utf8');
  return LatestSchema.parse(JSON.parse(text)).version;
}

/** The writes are: card, report, Parquet, three JSONL files, manifest, pointer. */
test.each([1, 2, 6, 7, 8])(
  'killed before write %i: readers keep the old version, and the next attempt publishes',
  async (stopAt) => {
    const folder = await testFolder();
    const old = await publish(await finishedBuild({ folder, rows: 5 }));
    await killedPublisher(folder, stopAt, 12);
    expect(await latest(folder)).toBe(1);
    expect((await manifestIn(old.dataset.location)).rows).toBe(5);

    const { dataset, manifest } = await publish(await finishedBuild({ folder, rows: 12 }));
    expect(dataset).toMatchObject({ version: 2, unchanged: false, rows: 12 });
    expect(manifest.rows).toBe(12);
    expect(await latest(folder)).toBe(2);
  },
);

test('the number that a killed attempt at another table took stays its own', async () => {
  const folder = await testFolder();
  await killedPublisher(folder, 4, 12);
  const { dataset, lines } = await publish(await finishedBuild({ folder, rows: 3 }));
  expect(dataset).toMatchObject({ version: 2, rows: 3 });
  expect(await lines('messages.jsonl')).toHaveLength(3);
  expect(await latest(folder)).toBe(2);
  expect(await readdir(`${folder}/store/datasets/a-dataset/v1`)).not.toContain('manifest.json');
});
