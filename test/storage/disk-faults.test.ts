import { mkdtemp, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { faultOfDisk } from '../../activities/storage/file-fault.ts';
import { StoreFull } from '../../activities/storage/store-full.ts';
import { canMount, mountSmallDisk } from '../survival/small-disk.ts';
import { place } from './places.ts';

const local = place('local');

/** What an activity's error is told as; undefined where it is tried again as it is. */
async function told(work: () => Promise<unknown>): Promise<Error | undefined> {
  try {
    await work();
  } catch (error) {
    return faultOfDisk(error, local.folder());
  }
  throw new Error('nothing was thrown');
}

it.skipIf(!canMount())(
  'a full disk under a scratch file is told, whether its path is known or not',
  async () => {
    const { folder } = mountSmallDisk(join(local.folder(), 'scratch'), '64k');
    const written = await told(() => writeFile(join(folder, 'file'), Buffer.alloc(1024 ** 2)));
    expect(written).toBeInstanceOf(StoreFull);
    expect(written?.message).toMatch(/could not be written: the disk is full .*resume the build/);
  },
);

it('a path that cannot be a folder is told, and what may pass is not', async () => {
  await writeFile(join(local.folder(), 'file'), '');
  expect((await told(() => mkdtemp(join(local.folder(), 'file', 'x-'))))?.message).toContain(
    'a part of the path is a file',
  );
  expect(await told(() => mkdtemp(join(local.folder(), 'not-there', 'x-')))).toBeUndefined();
  expect(
    await told(() => new Promise((_, fail) => connect(1, '127.0.0.1').on('error', fail))),
  ).toBeUndefined();
});
