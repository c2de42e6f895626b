import { randomUUID } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { openStore } from '../../activities/storage/open-store.ts';
import type { StoreConfig } from '../../schemas/build/store.ts';
import type { Home } from '../../workers/home.ts';
import { fault, fine, note, wordsOf, type Finding } from './finding.ts';

const GiB = 1024 ** 3;
/** A build of a few thousand documents takes tens of megabytes; with less than this it is worth a look. */
const fewBytes = 2 * GiB;
const neededBytes = 8 * 1024 ** 2;

/** Writes an object, tries to write it again on the condition that there is none, reads it and takes it away. */
export async function lookAtStore(config: StoreConfig, { cacheDir }: Home): Promise<Finding> {
  const key = `doctor/${randomUUID()}`;
  const odd: string[] = [];
  try {
    const store = await openStore(config, { cacheDir, log: (line) => odd.push(line) });
    const first = await store.putBytes(key, 'first');
    const second = await store.putBytes(key, 'second');
    const read = Buffer.from((await store.getBytes(key)) ?? '').toString();
    await store.remove(key);
    if (read !== 'first' || first !== 'written' || second !== 'exists')
      odd.push('puts on a condition are not kept: of two writers at one instant the last stays');
    return odd.length === 0
      ? fine('store', `${store.uri}: writes, reads, keeps conditional puts`)
      : note(
          'store',
          `${store.uri}: writes and reads; ${odd.join('; ')}`,
          'docs/one-outcome.md says what that costs',
        );
  } catch (error) {
    return fault('store', wordsOf(error));
  }
}

/** Room on the disk of the home, and of a store that is a folder. */
export async function lookAtDisk({ root }: Home, { uri }: StoreConfig): Promise<Finding> {
  const places = [
    { name: 'home', path: root },
    ...(uri.startsWith('s3://') ? [] : [{ name: 'store', path: uri }]),
  ];
  const rooms = await Promise.all(
    places.map(async ({ name, path }) => {
      try {
        const { bavail, bsize } = await statfs(path);
        return { name, free: bavail * bsize, why: '' };
      } catch (error) {
        return { name, free: undefined, why: wordsOf(error) };
      }
    }),
  );
  const told = rooms.map(({ name, free, why }) =>
    free === undefined ? `${name}: ${why}` : `${(free / GiB).toFixed(1)} GiB free for the ${name}`,
  );
  const least = Math.min(...rooms.map(({ free }) => free ?? Infinity));
  if (least < neededBytes) return fault('disk', told.join(', '), 'free some space');
  return least < fewBytes
    ? note('disk', told.join(', '), 'a large build may need more')
    : fine('disk', told.join(', '));
}
