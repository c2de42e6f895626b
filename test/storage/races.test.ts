import { describe, expect, it } from 'vitest';
import { places } from './places.ts';
import { outputOf, startProgram } from './program.ts';

const rounds = 60;

describe.each(places())('two processes on a $kind store', (place) => {
  it('write each key once, and what the winner wrote stays', async () => {
    const config = place.config();
    const store = await place.open(config);
    const cacheDir = `${place.folder()}/shared-cache`;
    const writers = ['A', 'B'].map((name) =>
      startProgram('race-writer.ts', { name, rounds, config, cacheDir }),
    );
    const [a, b] = await Promise.all(
      writers.map(async (writer) => JSON.parse(await outputOf(writer)) as string[]),
    );
    let contested = 0;
    for (let round = 0; round < rounds; round += 1) {
      expect([a?.[round], b?.[round]].toSorted()).toEqual(['exists', 'written']);
      const bytes = Buffer.from((await store.getBytes(`race/${round}`)) ?? []);
      expect(bytes.equals(Buffer.alloc(200_000, a?.[round] === 'written' ? 'A' : 'B'))).toBe(true);
      if (a?.[round] !== a?.[0]) contested += 1;
    }
    expect(contested, 'neither process won every time').toBeGreaterThan(0);
  });
});
