import type { Measure } from '../measure.ts';
import { idealSeconds, phaseSeconds } from '../results/saturation.ts';
import type { Scenario } from '../scenario.ts';
import { writeEnglishPairs } from '../work/english-pairs.ts';
import { runBuild } from '../work/run-build.ts';
import { translationConfig } from '../work/translation-config.ts';
import { startWorkerProcesses } from '../work/worker-processes.ts';
import type { Workshop } from '../work/workshop.ts';

const slots = 64;

/** Texts of a request, and pairs, two texts each; no full number of rounds, since one request more would be a round more. A text takes 100 ms in every case, so that all have one ideal rate. */
const batches = [
  { batch: 1, pairs: 6000 },
  { batch: 8, pairs: 16_000 },
  { batch: 32, pairs: 16_000 },
];

/** Translators take many texts a request: slots and batches must both be full. */
export const translatedRows: Scenario = {
  name: 'translated-rows',
  title: 'translated rows, 100 ms a text, 64 slots, batches of 1, 8 and 32',
  needs: ['temporal'],
  async run(workshop) {
    const measures: Measure[] = [];
    for (const { batch, pairs } of batches) measures.push(...(await translate(workshop, batch, pairs)));
    return measures;
  },
};

async function translate(workshop: Workshop, batch: number, pairs: number): Promise<Measure[]> {
  const service = { latencyMs: 100 * batch, slots };
  const translator = await workshop.endpoint(service);
  const qe = await workshop.endpoint({ latencyMs: 0, slots: 256 });
  const file = `${workshop.place('pairs')}.jsonl`;
  const rows = workshop.rows(pairs);
  await writeEnglishPairs(file, rows);
  const workers = await startWorkerProcesses(workshop, { count: 1, env: {} });
  const config = translationConfig({ translator, qe }, file, batch, workshop.place('store'));
  const { seconds } = await runBuild(workshop, config);
  const stats = await translator.stats();
  const ended = await workers.stop();
  await Promise.all([translator.stop(), qe.stop()]);
  const texts = stats.apis['open-inference']?.texts ?? 0;
  const phase = phaseSeconds(stats);
  const cpuMs = ended.reduce((sum, used) => sum + used.cpuMs, 0);
  return [
    {
      name: `saturation, batches of ${batch}`,
      unit: 'share',
      ours: idealSeconds(texts / batch, service) / phase,
      target: { atLeast: 0.95 },
      raw: { rows, texts, seconds, phase, cpuMs, stats },
    },
    { name: `translated texts a second, batches of ${batch}`, unit: 'rows/s', ours: texts / phase },
  ];
}
