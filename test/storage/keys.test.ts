import { describe, expect, it } from 'vitest';
import { StoreKeyError } from '../../activities/storage/store-key-error.ts';
import { places } from './places.ts';

const refused = [
  '',
  '/etc/passwd',
  '../up',
  'a/../../b',
  'a//b',
  'a/',
  './a',
  'a\0b',
  'a\nb',
  'a\\b',
  '\ud800',
  '.unfinished/x',
  'a'.repeat(256),
];

describe.each(places())('keys of a $kind store', (place) => {
  it.each(refused)('refuses %j in every operation', async (key) => {
    const store = await place.open();
    const operations = [
      () => store.fetch(key),
      () => store.putBytes(key, 'x'),
      () => store.putFile(key, '/nonexistent'),
      () => store.getBytes(key),
      () => store.replace(key, 'x'),
      () => store.has(key),
      () => store.remove(key),
      () => Promise.resolve(store.locate(key)),
    ];
    for (const operation of operations) await expect(async () => operation()).rejects.toThrow(StoreKeyError);
  });

  it('keeps names that are odd but inside', async () => {
    const store = await place.open();
    for (const key of ['..a/b..', "it's/ü 😀.txt", 'a=1/b+c%20&d?#e', '...']) {
      expect(await store.putBytes(key, key)).toBe('written');
      expect(Buffer.from((await store.getBytes(key)) ?? []).toString()).toBe(key);
    }
  });

  it('refuses a prefix that leaves the store', async () => {
    const store = await place.open();
    expect(() => store.list('../')).toThrow(StoreKeyError);
  });
});
