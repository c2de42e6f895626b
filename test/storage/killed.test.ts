import { once } from 'node:events';
import { readdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { standBetween } from './between.ts';
import { keysOf, place } from './places.ts';
import { startProgram } from './program.ts';

const local = place('local');
const s3 = place('s3');

it('a put killed in a folder leaves nothing to see, and what it left is swept after a day', async () => {
  const config = local.config();
  const store = await local.open(config);
  const unfinished = join(store.uri, '.unfinished');
  const writer = startProgram('kill-writer.ts', { config, cacheDir: local.folder(), megabytes: 600 });
  const left = await new Promise<string>((resolve) => {
    const look = async (): Promise<void> => {
      const [name] = await readdir(unfinished);
      // The empty file by which the writer sees whether it may write comes and goes.
      const found =
        name === undefined ? undefined : await stat(join(unfinished, name)).catch(() => undefined);
      if (name !== undefined && found !== undefined && found.size > 0) resolve(join(unfinished, name));
      else setImmediate(() => void look());
    };
    void look();
  });
  writer.kill('SIGKILL');
  await once(writer, 'close');

  expect((await stat(left)).size).toBeLessThan(600 * 1024 ** 2);
  expect(await store.has('big')).toBe(false);
  expect(await keysOf(store)).toEqual([]);
  expect(await store.putBytes('big', 'again')).toBe('written');

  await local.open(config);
  expect(await readdir(unfinished)).toHaveLength(1);
  await utimes(left, new Date(0), new Date(0));
  await local.open(config);
  expect(await readdir(unfinished)).toEqual([]);
});

it('a put killed between parts leaves nothing to see in S3', async () => {
  let kill = (): void => undefined;
  const between = await standBetween(s3.endpoint(), ({ url }) => {
    if (url?.includes('partNumber=4') === true) kill();
    return undefined;
  });
  try {
    const config = { ...s3.config(), endpointUrl: between.url };
    const store = await s3.open(config);
    const writer = startProgram('kill-writer.ts', { config, cacheDir: s3.folder(), megabytes: 200 });
    kill = () => void writer.kill('SIGKILL');
    await once(writer, 'close');

    expect(writer.signalCode).toBe('SIGKILL');
    expect(await store.has('big')).toBe(false);
    expect(await keysOf(store)).toEqual([]);
    expect(await store.putBytes('big', 'again')).toBe('written');
  } finally {
    between.stop();
  }
});
