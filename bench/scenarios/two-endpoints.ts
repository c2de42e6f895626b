import { idealSeconds, phaseSeconds } from '../results/saturation.ts';
import type { Scenario } from '../scenario.ts';
import { runBuild } from '../work/run-build.ts';
import { startWorkerProcesses } from '../work/worker-processes.ts';

const service = { latencyMs: 200, slots: 64 };

/** Two stages that ask, each an endpoint of its own: back-and-forth translation without its filter. */
export const twoEndpoints: Scenario = {
  name: 'two-endpoints',
  title: '10,000 documents backtranslated on one endpoint and rewritten on another, 200 ms, 64 slots each',
  needs: ['temporal'],
  async run(workshop) {
    const rows = workshop.rows(10_000);
    const documents = await workshop.prompts(rows);
    const [backward, aligned] = [await workshop.endpoint(service), await workshop.endpoint(service)];
    const workers = await startWorkerProcesses(workshop);
    const { dataset, seconds } = await runBuild(workshop, {
      recipe: 'back-and-forth',
      name: 'translated',
      arm: 'rewriting',
      store: workshop.place('store'),
      endpoints: { backward: { urls: [backward.baseUrl] }, aligned: { urls: [aligned.baseUrl] } },
      roles: {
        backward: { endpoint: 'backward', model: 'stand-in' },
        aligned: { endpoint: 'aligned', model: 'stand-in' },
      },
      corpus: { files: [documents], columns: { text: 'prompt' } },
    });
    const ended = await workers.stop();
    const [first, second] = [await backward.stats(), await aligned.stats()];
    const longer = Math.max(idealSeconds(first.answered, service), idealSeconds(second.answered, service));
    const both = phaseSeconds({ firstRequestAt: first.firstRequestAt, lastAnswerAt: second.lastAnswerAt });
    return [
      {
        name: 'both stages / the longer one at its ideal',
        unit: 'ratio',
        ours: both / longer,
        target: { atMost: 1.15 },
        raw: { rows, longer, both, seconds, dataset, backward: first, aligned: second, ended },
      },
    ];
  },
};
