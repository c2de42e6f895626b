import { expect, test } from 'vitest';
import { z } from 'zod';
import { openFoundry } from '../../builds/foundry.ts';
import { rowsOf } from '../lmsys-synth/sample-build.ts';
import { askedBy, drawing, measuring } from './drawn-build.ts';

const measured = {
  id: z.string(),
  instruction: z.string(),
  instruction_characters: z.int(),
  category: z.string().nullable(),
  instruction_harms: z.array(z.string()).nullable(),
  detected_language: z.string().nullable(),
  reward: z.number().nullable(),
  base_reward: z.number().nullable(),
  reward_difference: z.number().nullable(),
  neighbour_id: z.string().nullable(),
  neighbour_cosine: z.number().nullable(),
  neighbour_distance: z.number().nullable(),
  repeat_of: z.string().nullable(),
};

test('each pair has its metrics, and more pairs ask only for their own', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const [first] = await askedBy(foundry, () => foundry.build(drawing(40, { roles: measuring })));
  const [further, dataset] = await askedBy(foundry, () => foundry.build(drawing(60, { roles: measuring })));
  expect(further).toBeLessThan(first);

  const last = dataset.tables.at(-1);
  if (last === undefined) throw new Error('The build made no table.');
  const rows = await rowsOf(foundry.store, last, measured);
  expect(rows).toHaveLength(60);
  expect(new Set(rows.map((row) => row.category)).size).toBeGreaterThan(4);
  for (const row of rows) {
    expect(row.instruction_characters).toBe(Array.from(row.instruction).length);
    expect(row.detected_language).toBe('en');
    expect(row.instruction_harms).toEqual([]);
    expect(row.reward_difference).toBeCloseTo((row.reward ?? NaN) - (row.base_reward ?? NaN), 6);
    expect(row.neighbour_distance).toBeCloseTo(2 - 2 * (row.neighbour_cosine ?? NaN), 5);
  }
  // The stand-in's requests are of a few forms: some come twice, and then all but the first by id repeat it.
  const repeats = rows.filter(({ instruction }, at) =>
    rows.slice(0, at).some((earlier) => earlier.instruction === instruction),
  );
  for (const { repeat_of } of repeats) expect(repeat_of).not.toBeNull();
  // Nothing is asked twice but the trial of the reward model, by one conversation before each build.
  expect(foundry.standin.stats().repeated).toBe(1);
});
