import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../activities/storage/open-store.ts';
import { StoreUnavailable } from '../../activities/storage/store-unavailable.ts';
import { StoreSchema } from '../../schemas/build/store.ts';
import { canMount, mountSmallDisk } from '../survival/small-disk.ts';
import { keysOf, place } from './places.ts';

const local = place('local');
const open = (folder: string) => local.open(StoreSchema.parse(folder));

/** The error of opening a store there, of the kind that ends a build at once. */
async function refusalOf(folder: string): Promise<string> {
  const error: unknown = await open(folder).catch((thrown: unknown) => thrown);
  if (!(error instanceof StoreUnavailable)) throw new Error(`no StoreUnavailable but ${String(error)}`);
  expect(error.permanent).toBe(true);
  expect(error.message).not.toContain('\n');
  return error.message;
}

describe.skipIf(!canMount())('a store on a read-only file system (mounting is for root)', () => {
  const readOnly = (folder: string) => execFileSync('mount', ['-o', 'remount,ro', folder]);

  it('that has no folder yet is told at once', async () => {
    const { folder } = mountSmallDisk(join(local.folder(), 'read-only'), '1m');
    readOnly(folder);
    for (const path of [join(folder, 'store'), join(folder, 'a', 'b', 'store')])
      expect(await refusalOf(path)).toMatch(/store cannot be used: the file system is read-only. Remount it/);
  });

  it('that became so is told when it is opened to be written, and can be read still', async () => {
    const { folder } = mountSmallDisk(join(local.folder(), 'became-read-only'), '1m');
    const path = join(folder, 'store');
    await (await open(path)).putBytes('a/b', 'text');
    readOnly(folder);
    expect(await refusalOf(path)).toContain('the file system is read-only');
    const store = await openStore(StoreSchema.parse(path), { cacheDir: local.folder(), toRead: true });
    expect(await keysOf(store)).toEqual(['a/b']);
    expect(Buffer.from((await store.getBytes('a/b')) ?? []).toString()).toBe('text');
  });
});

describe('a folder that cannot be made', () => {
  it('below a link to nothing', async () => {
    const link = join(local.folder(), 'link');
    await symlink(join(local.folder(), 'gone', 'away'), link);
    for (const path of [link, join(link, 'store')])
      expect(await refusalOf(path)).toContain(
        `${link}: it is a file, or a link to nothing that is there. Move it away`,
      );
  });

  it('below links that lead in a circle', async () => {
    const circle = join(local.folder(), 'circle');
    await symlink(circle, circle);
    expect(await refusalOf(join(circle, 'store'))).toContain('links lead in a circle');
  });

  it('where a file is', async () => {
    const file = join(local.folder(), 'a-file');
    await writeFile(file, '');
    expect(await refusalOf(file)).toContain('a part of the path is a file');
  });

  it.skipIf(process.platform !== 'linux')('on a file system that makes none', async () => {
    expect(await refusalOf('/proc/tunesmith/store')).toContain(
      '/proc/tunesmith: no folder can be made there',
    );
  });

  it('and one that can is made with all above it', async () => {
    mkdirSync(join(local.folder(), 'deep'));
    const store = await open(join(local.folder(), 'deep', 'a', 'b', 'c'));
    await store.putBytes('x', 'y');
    expect(await keysOf(store)).toEqual(['x']);
  });
});
