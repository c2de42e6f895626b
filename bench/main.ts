import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { machine } from './machine.ts';
import { BenchUsage, readOptions } from './options.ts';
import { killPrograms } from './processes/program.ts';
import type { Scenario } from './scenario.ts';
import { judge, tableOf, type Judged } from './table.ts';
import { Workshop } from './work/workshop.ts';

/** The longest scenario takes three minutes on a free machine; one that stands still must not hold up the others. */
const limitMinutes = 15;
const tooLong = `it took more than ${limitMinutes} minutes`;

/** Runs the benchmark and prints its table; exit code 1 when a figure misses what it must reach. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const about = machine();
  const done: Judged[] = [];
  const broken: { scenario: string; error: string }[] = [];
  for (const scenario of options.scenarios) {
    process.stderr.write(`${scenario.name}: ${scenario.title} ...\n`);
    try {
      const measures = judge(scenario.name, await runIn(scenario, options.scale), options.scale);
      done.push(...measures);
      for (const line of tableOf(measures)) process.stderr.write(`  ${line}\n`);
    } catch (error) {
      // The others' figures are still worth having.
      broken.push({ scenario: scenario.name, error: String(error) });
      process.stderr.write(`  did not come to an end: ${String(error)}\n`);
    }
    const results = { ...about, scale: options.scale, measures: done, broken };
    await writeFile(options.json, `${JSON.stringify(results, null, 2)}\n`);
  }
  const { processor, cores, node, date } = about;
  console.log(`\nTunesmith benchmark, ${date}: ${processor}, ${cores} cores, Node ${node}`);
  if (options.scale !== 1) console.log(`At ${options.scale} of the rows: not judged.`);
  for (const line of tableOf(done)) console.log(line);
  for (const { scenario, error } of broken) console.log(`${scenario} did not come to an end: ${error}`);
  console.log(`\nAll numbers: ${options.json}`);
  if (broken.length > 0 || done.some(({ passed }) => passed === false)) process.exitCode = 1;
}

async function runIn(scenario: Scenario, scale: number): ReturnType<Scenario['run']> {
  const workshop = await Workshop.open(scale);
  const limit = delay(limitMinutes * 60_000, undefined, { ref: false });
  const end = (): void => void workshop.close().finally(() => process.exit(130));
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    return await Promise.race([scenario.run(workshop), limit.then(() => Promise.reject(new Error(tooLong)))]);
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end);
    await workshop.close();
  }
}

process.on('exit', killPrograms);
main().catch((error: unknown) => {
  console.error(error instanceof BenchUsage ? error.message : error);
  process.exitCode = error instanceof BenchUsage ? 2 : 1;
});
