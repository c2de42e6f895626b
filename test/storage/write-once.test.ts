import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { places } from './places.ts';

describe.each(places())('a $kind store', (place) => {
  it('keeps the first object of a key', async () => {
    const store = await place.open();
    expect(await store.putBytes('a/b', 'first')).toBe('written');
    expect(await store.putBytes('a/b', 'second')).toBe('exists');
    const file = join(place.folder(), 'third');
    await writeFile(file, 'third');
    expect(await store.putFile('a/b', file)).toBe('exists');
    expect(existsSync(file)).toBe(false);
    expect(await readFile(await store.fetch('a/b'), 'utf8')).toBe('first');
  });

  it('keeps the first object of a key that takes many parts', async () => {
    const store = await place.open();
    const [first, second] = [Buffer.alloc(20 * 1024 ** 2, 'first'), Buffer.alloc(21 * 1024 ** 2, 'second')];
    const file = join(place.folder(), 'large');
    await writeFile(file, first);
    expect(await store.putFile('large', file)).toBe('written');
    await writeFile(file, second);
    expect(await store.putFile('large', file)).toBe('exists');
    expect((await readFile(await store.fetch('large'))).equals(first)).toBe(true);
    expect(Buffer.from((await store.getBytes('large')) ?? []).equals(first)).toBe(true);
  });

  it('takes a new object after a removal', async () => {
    const store = await place.open();
    await store.putBytes('a', 'old');
    await store.fetch('a');
    await store.remove('a');
    await store.remove('a');
    expect(await store.has('a')).toBe(false);
    expect(await store.putBytes('a', 'new')).toBe('written');
    expect(await readFile(await store.fetch('a'), 'utf8')).toBe('new');
  });
});
