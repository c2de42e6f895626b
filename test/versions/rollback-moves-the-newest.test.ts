import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../activities/storage/store.ts';
import { listDatasets, listVersions, pin, rollBack, unpin } from '../../activities/versions/index.ts';
import { LatestSchema } from '../../schemas/dataset/manifest.ts';
import { storeWith } from '../dataset/store-with.ts';
import { places, type Place } from '../storage/places.ts';
import { published } from './published-versions.ts';

async function pointed(store: Store): Promise<number> {
  const bytes = await store.getBytes('datasets/a-dataset/latest.json');
  return LatestSchema.parse(JSON.parse(Buffer.from(bytes ?? []).toString())).version;
}

async function begin(place: Place): Promise<{ store: Store; folder: string }> {
  return { store: await place.open(), folder: await mkdtemp(join(place.folder(), 'versions-')) };
}

describe.each(places())('in a store: $kind', (place) => {
  test('readers take the version that a rollback names, until something else is published', async () => {
    const { store, folder } = await begin(place);
    for (const seed of [1, 2, 3]) await published(store, folder, { seed });
    expect(await pointed(store)).toBe(3);

    expect(await rollBack(store, 'a-dataset', 1)).toEqual({ name: 'a-dataset', from: 3, to: 1, moved: true });
    expect(await pointed(store)).toBe(1);
    expect(await rollBack(store, 'a-dataset', 1)).toMatchObject({ moved: false });
    // And on, and back again.
    await rollBack(store, 'a-dataset', 2);
    expect(await pointed(store)).toBe(2);

    // A build that comes to what was put back leaves the decision as it is.
    expect(await published(store, folder, { seed: 3 })).toMatchObject({
      version: 3,
      unchanged: true,
      rolledBackTo: 2,
    });
    const kept = await published(store, folder, { seed: 2 });
    expect(kept).toMatchObject({ version: 2, unchanged: true });
    expect(kept.rolledBackTo).toBeUndefined();
    expect(await pointed(store)).toBe(2);

    await pin(store, 'a-dataset', 1);
    expect(await listVersions(store, 'a-dataset')).toMatchObject([
      {
        version: 1,
        latest: false,
        pinned: true,
        heldBack: false,
        kind: 'pair',
        recipe: 'back-and-forth',
        rows: 4,
      },
      { version: 2, latest: true, pinned: false, heldBack: false },
      { version: 3, latest: false, pinned: false, heldBack: true },
    ]);
    expect(await listDatasets(store)).toMatchObject([
      { name: 'a-dataset', version: 2, versions: 3, pinned: [1], heldBack: [3], cost: 0.5 },
    ]);
    expect(await unpin(store, 'a-dataset', 1)).toBe(true);
    expect(await unpin(store, 'a-dataset', 1)).toBe(false);

    // Something new goes above every number that there was, also where the highest is gone.
    for await (const { key } of store.list('datasets/a-dataset/v3/')) await store.remove(key);
    expect(await published(store, folder, { seed: 4 })).toMatchObject({ version: 4, unchanged: false });
    expect(await pointed(store)).toBe(4);
    await rollBack(store, 'a-dataset', 1);
    await rollBack(store, 'a-dataset', 4);
    expect(await published(store, folder, { seed: 5 })).toMatchObject({ version: 5 });
    expect(await pointed(store)).toBe(5);
  });
});

describe('beside a build that publishes', () => {
  const [place] = places();
  if (place === undefined) throw new Error('there is no kind of store');

  test.each([
    ['before', 'README.md', 3],
    ['before', 'v3/manifest.json', 3],
    ['after', 'v3/manifest.json', 1],
    ['before', 'latest.json', 1],
    ['after', 'latest.json', 1],
  ] as const)('a rollback %s it puts %s leaves the pointer at v%i', async (when, ending, latest) => {
    const { store, folder } = await begin(place);
    for (const seed of [1, 2]) await published(store, folder, { seed });
    let meddled = false;
    const at = async (moment: 'before' | 'after', key: string) => {
      if (meddled || moment !== when || !key.endsWith(ending)) return;
      meddled = true;
      await rollBack(store, 'a-dataset', 1);
    };
    const around = async <T>(key: string, put: () => Promise<T>): Promise<T> => {
      await at('before', key);
      const result = await put();
      await at('after', key);
      return result;
    };
    const through = storeWith(store, {
      putFile: (key, path) => around(key, () => store.putFile(key, path)),
      putBytes: (key, bytes) => around(key, () => store.putBytes(key, bytes)),
      replace: (key, bytes) => around(key, () => store.replace(key, bytes)),
    });
    expect(await published(through, folder, { seed: 3 })).toMatchObject({ version: 3, unchanged: false });
    expect(meddled).toBe(true);
    expect(await pointed(store)).toBe(latest);
    expect((await listVersions(store, 'a-dataset')).find((each) => each.latest)?.version).toBe(latest);
    expect((await published(store, folder, { seed: 9 })).version).toBe(4);
  });

  test('of many rollbacks at once each sees the one before, and the pointer says the last', async () => {
    const { store, folder } = await begin(place);
    for (const seed of [1, 2, 3]) await published(store, folder, { seed });
    const moved = await Promise.all([1, 2, 3, 1, 2].map((to) => rollBack(store, 'a-dataset', to)));
    expect(moved.some((each) => each.moved)).toBe(true);
    const latest = (await listVersions(store, 'a-dataset')).find((each) => each.latest)?.version;
    expect(await pointed(store)).toBe(latest);
  });
});
