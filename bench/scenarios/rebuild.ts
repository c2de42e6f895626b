import type { Scenario } from '../scenario.ts';
import { commandOf } from '../work/command.ts';
import { generateConfig } from '../work/config.ts';
import { runBuild } from '../work/run-build.ts';
import { startWorkerProcesses } from '../work/worker-processes.ts';

const service = { latencyMs: 200, slots: 64 };
const growth = 0.01;

/** A build of documents, and a second one when 1% more have come. */
export const rebuild: Scenario = {
  name: 'rebuild',
  title: '20,000 rows, 200 ms, 64 slots; then with 1% more',
  needs: ['temporal'],
  async run(workshop) {
    const rows = workshop.rows(20_000);
    const more = Math.round(rows * growth);
    const files = [
      await workshop.prompts(rows),
      await workshop.prompts(more, rows),
      await workshop.prompts(more, rows + more),
    ];
    const endpoint = await workshop.endpoint(service);
    const store = workshop.place('store');
    const config = (parts: number) => generateConfig(endpoint, files.slice(0, parts), store);
    const calls = async (): Promise<number> => {
      const { requests } = await endpoint.stats();
      await endpoint.resetStats();
      return requests;
    };

    const workers = await startWorkerProcesses(workshop);
    const first = { ...(await runBuild(workshop, config(1))), calls: await calls() };
    const second = { ...(await runBuild(workshop, config(2))), calls: await calls() };
    await workers.stop();
    const command = await commandOf(workshop, config(3));
    const whole = { ...(await (await command.start()).ended), calls: await calls() };
    return [
      {
        name: 'calls of the rebuild / of the first build',
        unit: 'ratio',
        ours: second.calls / first.calls,
        target: { atMost: 0.0105 },
        raw: { rows, more, first, second, whole },
      },
      {
        name: 'time of the rebuild / of the first build',
        unit: 'ratio',
        ours: second.seconds / first.seconds,
        target: { atMost: 0.05 },
      },
      {
        name: 'the same with a new process for the rebuild',
        unit: 'ratio',
        ours: whole.seconds / first.seconds,
      },
    ];
  },
};
