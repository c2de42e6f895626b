import { expect, test } from 'vitest';
import { z } from 'zod';
import { bandsOf } from '../../../activities/recipes/common/near-duplicates/bands.ts';
import { minHash } from '../../../activities/recipes/common/near-duplicates/min-hash.ts';
import { shinglesOf, unitsOf } from '../../../activities/recipes/common/near-duplicates/shingles.ts';
import { similarityOf, sketchOf } from '../../../activities/recipes/common/near-duplicates/sketch.ts';
import { deduplicateSet } from '../../../activities/recipes/common/near-duplicates/deduplicate.ts';
import { drawOf } from '../../../activities/recipes/common/draws.ts';
import { openSets } from '../../sets/set-workshop.ts';
import type { ImplementedSetStage } from '../../../activities/engine/sets/set-stage.ts';

const size = { words: 3, characters: 5 };
const bands = 16;
const rows = 8;
const params = { similarity: 0.8, peers: 16, permutations: 128 };

/** Two sets of 300 shingles of which a share is common. */
function alike(share: number, at: number): [Uint32Array, Uint32Array] {
  const common = Math.round((2 * 300 * share) / (1 + share));
  const draw = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => Math.floor(drawOf(at, name, index) * 2 ** 32));
  const shared = draw('shared', common);
  const own = (name: string) => Uint32Array.from([...shared, ...draw(name, 300 - common)]);
  return [own('one'), own('other')];
}

test.each([
  { share: 0.3, found: [0, 0.03] },
  { share: 0.5, found: [0.01, 0.15] },
  { share: 0.8, found: [0.87, 1] },
  { share: 0.95, found: [1, 1] },
])(
  'sets that are alike by $share: the estimate is right and the bands meet as often as they should',
  ({ share, found }) => {
    const pairs = Array.from({ length: 300 }, (_, at) => {
      const [one, other] = alike(share, at).map((each) => minHash(each, bands * rows));
      if (one === undefined || other === undefined) throw new Error('no signatures');
      const estimate = similarityOf(sketchOf(one), sketchOf(other), bands * rows);
      const [a, b] = [bandsOf(one, bands, rows, 7), bandsOf(other, bands, rows, 7)];
      return { estimate, meet: a.some((band, index) => band === b[index]) };
    });
    const mean = pairs.reduce((sum, { estimate }) => sum + estimate, 0) / pairs.length;
    expect(Math.abs(mean - share)).toBeLessThan(0.015);
    const spread = Math.sqrt(
      pairs.reduce((sum, { estimate }) => sum + (estimate - mean) ** 2, 0) / pairs.length,
    );
    expect(spread).toBeLessThan(0.05);
    const meeting = pairs.filter(({ meet }) => meet).length / pairs.length;
    expect(meeting).toBeGreaterThanOrEqual(found[0] ?? 0);
    expect(meeting).toBeLessThanOrEqual(found[1] ?? 1);
  },
);

test('hashes are whole numbers that a BIGINT and a number hold alike, and languages never meet', () => {
  const minima = minHash(shinglesOf(unitsOf('uno dos tres cuatro cinco', true), true, size), bands * rows);
  const numbers = [...bandsOf(minima, bands, rows, 1), ...sketchOf(minima)];
  expect(numbers.every((each) => Number.isSafeInteger(each) && each >= 0)).toBe(true);
  const others = new Set(bandsOf(minima, bands, rows, 2));
  expect(bandsOf(minima, bands, rows, 1).some((band) => others.has(band))).toBe(false);
});

const shape = {
  id: z.string(),
  fingerprint: z.string(),
  bands: z.array(z.int()),
  sketch: z.array(z.int()),
};

function signed(id: string, text: string): z.output<z.ZodObject<typeof shape>> {
  const units = unitsOf(text, true);
  const minima = minHash(shinglesOf(units, true, size), bands * rows);
  return {
    id,
    fingerprint: units.join(' '),
    bands: bandsOf(minima, bands, rows, 1),
    sketch: sketchOf(minima),
  };
}

const word = (at: number): string => `w${at.toString(36)}`;
/** A text of 60 words of its own. */
const textOf = (at: number): string =>
  Array.from({ length: 60 }, (_, index) => word(at * 100 + index)).join(' ');
/** The same with a word changed near its end. */
const changed = (at: number): string => textOf(at).replace(word(at * 100 + 57), `other${at}`);

test('of fragments that are alike the one with the least id stays, whatever the order they came in', async () => {
  const texts = Array.from({ length: 200 }, (_, at) =>
    signed(`row-${String(at).padStart(3, '0')}`, textOf(at)),
  );
  const same = signed('same-of-5', ` ${textOf(5).toUpperCase()}!`);
  const near = Array.from({ length: 40 }, (_, at) =>
    signed(`near-${String(at).padStart(2, '0')}`, changed(at)),
  );
  const all = [...texts, same, ...near];
  const runs = await Promise.all(
    [all, all.toReversed()].map(async (given, at) =>
      (await openSets(shape, given, { shards: at === 0 ? 1 : 8 })).run(deduplicateSet, params, shape),
    ),
  );
  for (const { rows: kept, rejects, summary } of runs) {
    expect(kept.map(({ id }) => id)).toEqual([
      ...near.map(({ id }) => id),
      ...texts.slice(40).map(({ id }) => id),
    ]);
    expect(summary.reasons).toEqual({ duplicate: 1, 'near-duplicate': 40 });
    expect(rejects.find(({ id }) => id === 'row-003')?.detail).toMatch(/^(0\.[89]\d|1\.00) like near-03$/);
    expect(rejects.find(({ id }) => id === 'same-of-5')?.detail).toBe('row-005');
    expect(kept.every((row) => row.bands.length === 0 && row.sketch.length === 0)).toBe(true);
  }
  expect(runs[0]?.rejects).toEqual(runs[1]?.rejects);
});

test('of thousands that are alike few stay, and each is compared with few', async () => {
  const count = 2000;
  const many = Array.from({ length: count }, (_, at) =>
    signed(`row-${String(at).padStart(4, '0')}`, textOf(1).replace(word(100 + (at % 50)), `x${at}`)),
  );
  const { stage, compared } = counting(deduplicateSet);
  const { summary } = await (await openSets(shape, many)).run(stage, params, shape);
  expect(summary.counts.out + summary.counts.rejected).toBe(count);
  expect(summary.counts.out).toBeLessThan(20);
  // All with all would be four times as many.
  expect(compared()).toBeLessThan(count * bands * params.peers);
});

/** The same stage, with the rows counted that it decides by: one for each pair. */
function counting(stage: ImplementedSetStage): { stage: ImplementedSetStage; compared: () => number } {
  if (stage.kind !== 'stream') throw new Error('not decided row by row');
  let count = 0;
  async function* counted<Row>(rows: AsyncIterable<Row>): AsyncGenerator<Row> {
    for await (const row of rows) {
      count += 1;
      yield row;
    }
  }
  const verdicts: typeof stage.verdicts = (of, seed, resources, table) =>
    stage.verdicts(of, seed, resources, {
      ...table,
      rows: (sql, columns) => counted(table.rows(sql, columns)),
    });
  return { stage: { ...stage, verdicts }, compared: () => count };
}
