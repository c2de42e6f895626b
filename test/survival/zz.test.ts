import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DatasetSchema } from '../../schemas/task.ts';
import { openFoundry } from '../builds/foundry.ts';
import { answersInJournal, answersInStore } from './kept-answers.ts';
import { numbersIn, numbersUpTo, questions } from './questions.ts';
import { until } from './until.ts';
import { startWorkerProcess } from './worker-processes.ts';

test('a build whose worker is killed goes on in another one, and loses no row and no answer', async () => {
  const rows = 1000;
  // With jitter, so that answers come one by one and not a slot's width at a time.
  const foundry = await openFoundry({ mistakes: 0, latencyMs: 200, jitter: 0.5, slots: 32 }, false);
  const { standin, temporal, store } = foundry;
  const home = join(foundry.folder, 'home');
  const first = await startWorkerProcess(temporal, home);
  const build = await foundry.start(await questions(foundry, rows));
  // The stand-in is in this process: none of its answers goes out between this look and the kill.
  await until('half is answered, and the answers are kept', () => {
    const { answered } = standin.stats();
    if (answered < rows / 2) return false;
    return new Set([...answersInStore(store), ...answersInJournal(home)]).size >= answered - 2 && (first.kill(), true);
  });
  for (let i=0;i<12;i++){ console.log("STATS", performance.now(), JSON.stringify({...standin.stats(),statuses:0,paths:0})); await new Promise(r=>setTimeout(r,100)); }
  await startWorkerProcess(temporal, home);
 console.log("2nd", JSON.stringify(standin.stats()));
  const dataset = DatasetSchema.parse(await build.result());
  console.log("END", JSON.stringify(standin.stats()));
  expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows));
  expect(dataset.rows).toBe(rows);
  const { distinct, repeated } = standin.stats();
  expect(distinct).toBe(rows);
  expect(repeated).toBeLessThanOrEqual(4);
}, 120_000);
