import { existsSync } from 'node:fs';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from '../../activities/storage/open-store.ts';
import { Cache } from '../../activities/storage/s3/cache.ts';
import { standBetween } from './between.ts';
import { place } from './places.ts';

const s3 = place('s3');
const kilobyte = Buffer.alloc(1024, 'x');
const filesIn = async (folder: string): Promise<number> =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;

it('downloads an object once, however many ask for it at once or later, here or in another process', async () => {
  let gets = 0;
  const between = await standBetween(s3.endpoint(), ({ method, url }) => {
    if (method === 'GET' && url?.includes('x.parquet') === true) gets += 1;
    return undefined;
  });
  const config = { ...s3.config(), endpointUrl: between.url };
  const cacheDir = join(s3.folder(), 'one-cache');
  const store = await openStore(config, { cacheDir });
  await store.putBytes('t/x.parquet', kilobyte);
  const paths = await Promise.all([1, 2, 3].map(() => store.fetch('t/x.parquet')));
  const again = await openStore(config, { cacheDir });
  paths.push(await again.fetch('t/x.parquet'));
  expect(new Set(paths).size).toBe(1);
  expect(paths[0]).toMatch(/\.parquet$/);
  expect(gets).toBe(1);
  between.stop();
});

it('does not download what this process has just put', async () => {
  let gets = 0;
  const between = await standBetween(s3.endpoint(), ({ method, url }) => {
    if (method === 'GET' && url?.includes('mine') === true) gets += 1;
    return undefined;
  });
  const store = await s3.open({ ...s3.config(), endpointUrl: between.url });
  const file = join(s3.folder(), 'mine');
  await writeFile(file, 'mine');
  await store.putFile('mine', file);
  expect(await readFile(await store.fetch('mine'), 'utf8')).toBe('mine');
  expect(gets).toBe(0);
  between.stop();
});

it('trims to its size, the longest unused first, and spares what is in use or held', async () => {
  const folder = join(s3.folder(), 'small-cache');
  const cache = await new Cache({ folder, origin: 'test', limit: 10 * 1024, keep: 60_000 }).open();
  const bring = (path: string): Promise<void> => writeFile(path, kilobyte);
  const hold = join(s3.folder(), 'hold');
  const held = await cache.get('0', bring, hold);
  const paths: string[] = [];
  for (let at = 0; at < 10; at += 1) paths.push(await cache.get(String(at), bring));
  const hourAgo = Date.now() / 1000 - 3600;
  for (const [at, path] of paths.entries()) await utimes(path, hourAgo + at, hourAgo + at);
  const first = await cache.get('1', bring);
  for (let at = 10; at < 14; at += 1) await cache.get(String(at), bring);

  expect(existsSync(paths[0] ?? '')).toBe(false);
  expect(existsSync(first)).toBe(true);
  expect(await filesIn(join(folder, 'objects'))).toBeLessThanOrEqual(10);
  expect(await readFile(held)).toEqual(kilobyte);
});

it('keeps nothing of a download that failed', async () => {
  const folder = join(s3.folder(), 'failing-cache');
  const cache = await new Cache({ folder, origin: 'test', limit: 10 * 1024 }).open();
  const failing = async (path: string): Promise<void> => {
    await writeFile(path, 'half');
    throw new Error('broke off');
  };
  await expect(cache.get('a', failing)).rejects.toThrow('broke off');
  expect(await filesIn(folder)).toBe(0);
});
