import { saturation } from '../results/saturation.ts';
import type { Scenario } from '../scenario.ts';
import { runEngine } from '../work/run-engine.ts';
import { runLoop } from '../work/run-loop.ts';

const service = { latencyMs: 50, slots: 128 };

/** An endpoint that takes 2,560 rows a second: more than one process sends, and no more than three can. */
export const manyRows: Scenario = {
  name: 'many-rows',
  title: '20,000 rows, 50 ms, 128 slots',
  needs: ['temporal'],
  async run(workshop) {
    const rows = workshop.rows(20_000);
    const prompts = await workshop.prompts(rows);
    const one = await runEngine(workshop, { files: [prompts], service });
    const loop = await runLoop(workshop, { prompts, service });
    const three = await runEngine(workshop, { files: [prompts], service, workers: 3 });
    const beside = saturation(loop.stats, service);
    return [
      {
        name: 'saturation, one worker process',
        unit: 'share',
        ours: saturation(one.stats, service),
        loop: beside,
        target: { atLeast: 0.93 },
        raw: { rows, one, loop },
      },
      {
        name: 'client CPU per row, one worker process',
        unit: 'ms',
        ours: one.cpuMs / rows,
        loop: loop.cpuMs / rows,
      },
      {
        name: 'client CPU per row, ours / the loop',
        unit: 'ratio',
        ours: one.cpuMs / loop.cpuMs,
        target: { atMost: 1.4 },
      },
      {
        name: 'saturation, three worker processes',
        unit: 'share',
        ours: saturation(three.stats, service),
        target: { atLeast: 0.9 },
        raw: { rows, three },
      },
    ];
  },
};
