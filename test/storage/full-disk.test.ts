import { execFileSync } from 'node:child_process';
import { mkdirSync, rmdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openStore } from '../../activities/storage/open-store.ts';
import { StoreFull } from '../../activities/storage/store-full.ts';
import { writeRows } from '../../activities/parquet/write-rows.ts';
import { columnsOf } from '../../schemas/table/column.ts';
import { StoreSchema } from '../../schemas/build/store.ts';
import { keysOf, place } from './places.ts';

const local = place('local');
const canMount = process.platform === 'linux' && process.getuid?.() === 0 && mountWorks();

/** A file system of 2 MiB at a folder, by root on Linux. */
function mountWorks(): boolean {
  const folder = `/tmp/tunesmith-mount-${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    mountAt(folder);
    execFileSync('umount', [folder]);
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

function mountAt(folder: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' });
}

describe.skipIf(!canMount)('a full disk', () => {
  let disk = '';
  afterEach(() => void execFileSync('umount', [disk]));

  it('is one clear error, leaves nothing half-written, and the store goes on when there is room', async () => {
    disk = join(local.folder(), 'disk-1');
    mountAt(disk);
    const store = await openStore(StoreSchema.parse(join(disk, 'store')), { cacheDir: disk });
    const large = Buffer.alloc(3 * 1024 ** 2, 'x');
    await expect(store.putBytes('big', large)).rejects.toThrow(StoreFull);
    await expect(store.replace('big', large)).rejects.toThrow(
      /store\/big could not be written: the disk is full \([\d.]+ MiB free at .*resume the build/,
    );

    const file = join(local.folder(), 'large');
    await writeFile(file, large);
    await expect(store.putFile('big', file)).rejects.toThrow(StoreFull);
    expect(await keysOf(store)).toEqual([]);
    expect(await store.putBytes('small', Buffer.alloc(1024 ** 2))).toBe('written');
  });

  it('is the same error for a shard that is written', async () => {
    disk = join(local.folder(), 'disk-2');
    mountAt(disk);
    const columns = columnsOf({ id: z.string(), x: z.number() });
    const rows = Array.from({ length: 400_000 }, (_, at) => ({ id: String(at), x: Math.random() }));
    await expect(writeRows(join(disk, 'x.parquet'), columns, rows)).rejects.toThrow(StoreFull);
  });
});
