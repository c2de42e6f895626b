import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ObjectMissing } from '../../activities/storage/object-missing.ts';
import { openStore } from '../../activities/storage/open-store.ts';
import { places } from './places.ts';

describe.each(places())('a $kind store', (place) => {
  it.each([0, 1, 8 * 1024 ** 2, 8 * 1024 ** 2 + 1, 35_000_001])(
    'gives back a file of %d bytes',
    async (size) => {
      const config = place.config();
      const store = await place.open(config);
      const [file, bytes] = [join(place.folder(), 'file'), randomBytes(size)];
      await writeFile(file, bytes);
      expect(await store.putFile('f/x.bin', file)).toBe('written');
      expect(existsSync(file)).toBe(false);
      expect((await readFile(await store.fetch('f/x.bin'))).equals(bytes)).toBe(true);

      const elsewhere = await openStore(config, { cacheDir: join(place.folder(), `empty-cache-${size}`) });
      expect((await readFile(await elsewhere.fetch('f/x.bin'))).equals(bytes)).toBe(true);
    },
  );

  it('says what is missing and where', async () => {
    const store = await place.open();
    await expect(store.fetch('no/such')).rejects.toThrow(ObjectMissing);
    await expect(store.fetch('no/such')).rejects.toThrow(store.locate('no/such'));
    expect(await store.getBytes('no/such')).toBeUndefined();
    expect(await store.has('no')).toBe(false);
  });

  it('moves nothing when there is no file', async () => {
    const store = await place.open();
    await expect(store.putFile('a', join(place.folder(), 'none'))).rejects.toThrow('ENOENT');
    expect(await store.has('a')).toBe(false);
  });
});
