import { expect, test } from 'vitest';
import { campaign } from '../../bench/chaos/campaign.ts';

test('stalls, kills, twins and refusals of a minute change nothing of what is published', async () => {
  const told: string[] = [];
  const figures = await campaign({ seed: 11, seconds: 60, rows: 500, say: (line) => told.push(line) });
  expect([figures.faults, figures.faults.length === 0 ? [] : told]).toEqual([[], []]);
  expect(figures.rounds).toBeGreaterThan(0);
  expect(figures.stalls + figures.kills + figures.serverStalls).toBeGreaterThan(0);
  expect(figures.rowsCompared).toBeGreaterThanOrEqual(500 * figures.rounds);
}, 600_000);
