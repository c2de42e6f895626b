import { median } from '../measure.ts';
import { busySaturation } from '../results/saturation.ts';
import type { Scenario } from '../scenario.ts';
import { alternately } from '../work/alternately.ts';
import { runEngine } from '../work/run-engine.ts';
import { runLoop } from '../work/run-loop.ts';

const service = { latencyMs: 200, slots: 64, jitter: 0.5 };
const times = 2;

/** Service times as uneven as answers are long. */
export const unevenAnswers: Scenario = {
  name: 'uneven-answers',
  title: '2,000 rows, 200 ms lognormal (sigma 0.5), 64 slots',
  needs: ['temporal'],
  async run(workshop) {
    const rows = workshop.rows(2000);
    const prompts = await workshop.prompts(rows);
    const { ours, theirs } = await alternately(
      times,
      () => runEngine(workshop, { files: [prompts], service }),
      () => runLoop(workshop, { prompts, service }),
    );
    return [
      {
        name: 'saturation against busy time',
        unit: 'share',
        ours: median(ours.map(({ stats }) => busySaturation(stats, service))),
        loop: median(theirs.map(({ stats }) => busySaturation(stats, service))),
        target: { atLeast: 0.95 },
        raw: { rows, ours, loop: theirs },
      },
    ];
  },
};
