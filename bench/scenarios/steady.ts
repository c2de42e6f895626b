import { median } from '../measure.ts';
import { idealSeconds, phaseSeconds, saturation } from '../results/saturation.ts';
import type { Scenario } from '../scenario.ts';
import { alternately } from '../work/alternately.ts';
import { runCommand } from '../work/run-command.ts';
import { runLoop } from '../work/run-loop.ts';

const service = { latencyMs: 200, slots: 64 };
const times = 3;

/** The plain case: an endpoint with an even service time, kept full by one command. */
export const steady: Scenario = {
  name: 'steady',
  title: '2,000 rows, 200 ms, 64 slots, one command',
  needs: ['temporal'],
  async run(workshop) {
    const rows = workshop.rows(2000);
    const prompts = await workshop.prompts(rows);
    const { ours, theirs } = await alternately(
      times,
      () => runCommand(workshop, { prompts, service }),
      () => runLoop(workshop, { prompts, service }),
    );
    const middle = <Run>(runs: readonly Run[], figure: (run: Run) => number): number =>
      median(runs.map(figure));
    const ideal = idealSeconds(rows, service);
    const raw = {
      rows,
      idealSeconds: ideal,
      ours: ours.map(({ seconds, cpuMs, peakMiB, temporal, stats }) => {
        return { seconds, cpuMs, peakMiB, temporal, phaseSeconds: phaseSeconds(stats), stats };
      }),
      loop: theirs.map(({ seconds, cpuMs, peakMiB, stats }) => {
        return { seconds, cpuMs, peakMiB, phaseSeconds: phaseSeconds(stats), stats };
      }),
    };
    return [
      {
        name: 'saturation, first request to last answer',
        unit: 'share',
        ours: middle(ours, ({ stats }) => saturation(stats, service)),
        loop: middle(theirs, ({ stats }) => saturation(stats, service)),
        target: { atLeast: 0.97 },
        raw,
      },
      {
        name: 'saturation, whole process',
        unit: 'share',
        ours: middle(ours, ({ seconds }) => ideal / seconds),
        loop: middle(theirs, ({ seconds }) => ideal / seconds),
        target: { atLeast: 0.75 },
      },
      {
        name: 'whole process, longer than the loop',
        unit: 's',
        ours: middle(ours, ({ seconds }) => seconds) - middle(theirs, ({ seconds }) => seconds),
        target: { atMost: 1.5 },
      },
      {
        name: 'client CPU per row',
        unit: 'ms',
        ours: middle(ours, ({ cpuMs }) => cpuMs / rows),
        loop: middle(theirs, ({ cpuMs }) => cpuMs / rows),
        target: { atMost: 3 },
      },
      {
        name: 'Temporal server CPU per row (not ours)',
        unit: 'ms',
        ours: middle(ours, ({ temporal }) => temporal.cpuMs / rows),
      },
    ];
  },
};
