import { phaseSeconds } from '../results/saturation.ts';
import { pairsOf, rightRows } from '../results/right-rows.ts';
import type { Scenario } from '../scenario.ts';
import { runEngine } from '../work/run-engine.ts';
import { runLoop } from '../work/run-loop.ts';

const service = { latencyMs: 200, slots: 64, errorRate: 0.05 };

/** One request in twenty fails and is to be asked again. */
export const passingFaults: Scenario = {
  name: 'passing-faults',
  title: '2,000 rows, 200 ms, 64 slots, 5% of requests get a 500 or 503',
  needs: ['temporal'],
  async run(workshop) {
    const rows = workshop.rows(2000);
    const prompts = await workshop.prompts(rows);
    const ours = await runEngine(workshop, { files: [prompts], service });
    const loop = await runLoop(workshop, { prompts, service });
    const [our, theirs] = [
      await rightRows(pairsOf(ours.dataset.location), rows),
      await rightRows(loop.results, rows),
    ];
    return [
      {
        name: 'rows right',
        unit: 'rows',
        ours: our.right - our.duplicated,
        loop: theirs.right,
        target: { exactly: rows },
        raw: { rows, ours, loop },
      },
      {
        name: 'phase, first request to last answer',
        unit: 's',
        ours: phaseSeconds(ours.stats),
        loop: phaseSeconds(loop.stats),
        target: { atMost: 8 },
      },
    ];
  },
};
