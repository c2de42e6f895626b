import { describe, expect, it } from 'vitest';
import { places } from './places.ts';

describe.each(places())('a pointer in a $kind store', (place) => {
  it('is old or new, never torn or absent, while it is replaced', async () => {
    const store = await place.open();
    const versions = Array.from({ length: 40 }, (_, at) => String(at % 10).repeat(100_000));
    await store.replace('datasets/d/latest.json', '0'.repeat(100_000));
    const writing = new AbortController();
    const reading = (async () => {
      const seen: string[] = [];
      while (!writing.signal.aborted)
        seen.push(Buffer.from((await store.getBytes('datasets/d/latest.json')) ?? []).toString());
      return seen;
    })();
    for (const version of versions) await store.replace('datasets/d/latest.json', version);
    writing.abort();
    const seen = await reading;
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.filter((text) => !versions.includes(text))).toEqual([]);
    expect(Buffer.from((await store.getBytes('datasets/d/latest.json')) ?? []).toString()).toBe(
      versions.at(-1),
    );
  });
});
