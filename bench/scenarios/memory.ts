import type { Scenario } from '../scenario.ts';
import { runCommand } from '../work/run-command.ts';
import { runLoop } from '../work/run-loop.ts';

/** As fast as our process can go: memory, not waiting, is what is looked at. */
const service = { latencyMs: 2, slots: 64 };
const [some, tenfold] = [20_000, 200_000];
/** What still counts as flat: ten times the rows, at most so much more memory. */
const flat = 1.25;

/** Memory of one command that imports, asks and publishes. */
export const memory: Scenario = {
  name: 'memory',
  title: '20,000 and 200,000 rows, 2 ms',
  needs: ['temporal'],
  async run(workshop) {
    const prompts = await workshop.prompts(workshop.rows(some));
    const small = await runCommand(workshop, { prompts, service });
    const loop = await runLoop(workshop, { prompts, service });
    const large = await runCommand(workshop, {
      prompts: await workshop.prompts(workshop.rows(tenfold)),
      service,
    });
    return [
      {
        name: 'peak memory, 20,000 rows',
        unit: 'MiB',
        ours: small.peakMiB,
        loop: loop.peakMiB,
        target: { atMost: 477 },
        raw: { ours: small, loop },
      },
      {
        name: 'peak memory, 200,000 rows',
        unit: 'MiB',
        ours: large.peakMiB,
        target: { atMost: 477 },
        raw: { ours: large },
      },
      {
        name: 'peak memory, 200,000 / 20,000 rows',
        unit: 'ratio',
        ours: large.peakMiB / small.peakMiB,
        target: { atMost: flat },
      },
      { name: 'Temporal server, peak memory (not ours)', unit: 'MiB', ours: large.temporal.peakMiB },
    ];
  },
};
