import { median } from '../measure.ts';
import { rowsPerSecond } from '../results/saturation.ts';
import type { Scenario } from '../scenario.ts';
import { alternately } from '../work/alternately.ts';
import { runEngine } from '../work/run-engine.ts';
import { runLoop } from '../work/run-loop.ts';

const service = { latencyMs: 20, slots: 64 };
const times = 3;

/** An endpoint faster than any client: what is left is our cost per row. */
export const quickAnswers: Scenario = {
  name: 'quick-answers',
  title: '2,000 rows, 20 ms, 64 slots',
  needs: ['temporal'],
  async run(workshop) {
    const rows = workshop.rows(2000);
    const prompts = await workshop.prompts(rows);
    const { ours, theirs } = await alternately(
      times,
      () => runEngine(workshop, { files: [prompts], service }),
      () => runLoop(workshop, { prompts, service }),
    );
    const our = median(ours.map(({ stats }) => rowsPerSecond(stats)));
    const loop = median(theirs.map(({ stats }) => rowsPerSecond(stats)));
    const raw = { rows, ours, loop: theirs };
    return [
      { name: 'rows a second', unit: 'rows/s', ours: our, loop, target: { atLeast: 1200 }, raw },
      { name: 'rows a second, ours / the loop', unit: 'ratio', ours: our / loop, target: { atLeast: 0.85 } },
    ];
  },
};
