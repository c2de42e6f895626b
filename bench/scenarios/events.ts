import type { Scenario } from '../scenario.ts';
import { historyEvents } from '../work/history.ts';
import { runEngine } from '../work/run-engine.ts';

const service = { latencyMs: 2, slots: 64 };

/** What a build costs in Temporal's histories: that of the build and those of its lanes, one row stage. */
export const events: Scenario = {
  name: 'events',
  title: '20,000 rows through one row stage',
  needs: ['temporal'],
  async run(workshop) {
    const rows = workshop.rows(20_000);
    const run = await runEngine(workshop, { files: [await workshop.prompts(rows)], service });
    const all = await historyEvents(workshop);
    return [
      {
        name: 'Temporal events per 1,000 rows and stage',
        unit: 'events',
        ours: (all * 1000) / rows,
        target: { atMost: 12 },
        raw: { rows, events: all, shards: run.dataset.tables.at(-1)?.shards, run },
      },
    ];
  },
};
