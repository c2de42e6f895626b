import { describe, expect, it } from 'vitest';
import { keysOf, places } from './places.ts';

describe.each(places())('a list of a $kind store', (place) => {
  it('is in byte order, by prefix, with sizes', async () => {
    const store = await place.open();
    const keys = ['a-b', 'a.b', 'a/b', 'a/b.c', 'a/c/d', 'a0', 'b', 'é'];
    for (const key of keys.toReversed()) await store.putBytes(key, key);
    expect(await keysOf(store)).toEqual(
      keys.toSorted((l, r) => Buffer.compare(Buffer.from(l), Buffer.from(r))),
    );
    expect(await keysOf(store, 'a/')).toEqual(['a/b', 'a/b.c', 'a/c/d']);
    expect(await keysOf(store, 'a/b')).toEqual(['a/b', 'a/b.c']);
    expect(await keysOf(store, 'none')).toEqual([]);
    expect(await keysOf(store, 'none/at/all')).toEqual([]);
    for await (const { key, bytes } of store.list('')) expect(bytes).toBe(Buffer.byteLength(key));
  });

  it('goes on past a thousand objects', async () => {
    const store = await place.open();
    const keys = Array.from({ length: 1_100 }, (_, at) => `many/${String(at).padStart(5, '0')}`);
    for (let at = 0; at < keys.length; at += 50)
      await Promise.all(keys.slice(at, at + 50).map((key) => store.putBytes(key, '')));
    expect(await keysOf(store, 'many/')).toEqual(keys);
  });
});
