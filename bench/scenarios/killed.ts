import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import type { Measure } from '../measure.ts';
import { pairsOf, rightRows } from '../results/right-rows.ts';
import type { EndpointOptions } from '../processes/endpoint.ts';
import type { Scenario } from '../scenario.ts';
import { untilAnswered } from '../work/answered.ts';
import { commandOf } from '../work/command.ts';
import { generateConfig } from '../work/config.ts';
import type { Workshop } from '../work/workshop.ts';

interface Case {
  readonly name: string;
  readonly rows: number;
  readonly service: EndpointOptions;
  /** Share of the rows that are answered when the processes are killed. */
  readonly killedAt: number;
  readonly hostIsLost: boolean;
}

const sameHost = {
  name: 'killed',
  rows: 2000,
  service: { latencyMs: 200, slots: 64 },
  killedAt: 0.55,
  hostIsLost: false,
};
/** Slow enough that more was answered before the kill than in one flush interval. */
const lostHost = {
  name: 'lost',
  rows: 4000,
  service: { latencyMs: 200, slots: 16 },
  killedAt: 0.8,
  hostIsLost: true,
};
/**
 * Answers that were on their way when the process was killed. The slots answer in bursts, all 64 within some
 * milliseconds; the count of answers is reached in the middle of one, so the kill comes half a service time later. A kill inside
 * a burst costs as many answers as are in the socket: the endpoint counts them as delivered.
 */
const fewAnswers = 4;
/** Seconds: activities/engine/answers/answer-book.ts. */
const flushInterval = 30;

interface Survival {
  /** Answers that were delivered for a question that had been answered before. */
  readonly paidTwice: number;
  readonly lost: number;
  readonly duplicated: number;
  /** Seconds of the second run. */
  readonly seconds: number;
}

async function ours(workshop: Workshop, given: Case): Promise<Survival> {
  const { name, service, killedAt, hostIsLost } = given;
  const rows = workshop.rows(given.rows);
  const endpoint = await workshop.endpoint(service);
  const store = workshop.place('store');
  const config = { ...generateConfig(endpoint, [await workshop.prompts(rows)], store), name };
  const command = await commandOf(workshop, config);
  const first = await command.start();
  await untilAnswered(endpoint, rows * killedAt);
  await delay(service.latencyMs / 2);
  await first.end('SIGKILL');
  if (hostIsLost) await rm(command.home, { recursive: true, force: true });
  const { seconds } = await (await command.start()).ended;
  const { repeated: paidTwice } = await endpoint.stats();
  await endpoint.stop();
  const found = await rightRows(pairsOf(join(store, 'datasets', name, 'v1')), rows);
  return { paidTwice, lost: found.lost, duplicated: found.duplicated, seconds };
}

async function loop(workshop: Workshop, { rows: full, service, killedAt }: Case): Promise<Survival> {
  const rows = workshop.rows(full);
  const endpoint = await workshop.endpoint(service);
  const results = `${workshop.place('results')}.jsonl`;
  const args = [endpoint.baseUrl, await workshop.prompts(rows), results, String(service.slots)];
  const first = await workshop.program('bench/programs/plain-loop', args);
  await untilAnswered(endpoint, rows * killedAt);
  await delay(service.latencyMs / 2);
  await first.end('SIGKILL');
  const { seconds } = await (await workshop.program('bench/programs/plain-loop', args)).ended;
  const { repeated: paidTwice } = await endpoint.stats();
  await endpoint.stop();
  const { lost, duplicated } = await rightRows(results, rows);
  return { paidTwice, lost, duplicated, seconds };
}

/** kill -9 at 55%, then the same command again; once more with the host's journal gone. */
export const killed: Scenario = {
  name: 'killed',
  title: '2,000 rows, 200 ms, 64 slots: kill -9 at 55%, the same command again',
  needs: ['temporal'],
  async run(workshop) {
    const same = await ours(workshop, sameHost);
    const theirs = await loop(workshop, sameHost);
    const host = await ours(workshop, lostHost);
    const { slots, latencyMs } = lostHost.service;
    const flushed = (flushInterval * 1000 * slots) / latencyMs;
    const measures: Measure[] = [
      {
        name: 'answers paid twice',
        unit: 'answers',
        ours: same.paidTwice,
        loop: theirs.paidTwice,
        target: { atMost: fewAnswers },
        raw: { same, loop: theirs },
      },
      {
        name: 'rows lost and duplicated',
        unit: 'rows',
        ours: same.lost + same.duplicated,
        loop: theirs.lost + theirs.duplicated,
        target: { exactly: 0 },
      },
      { name: 'second run, whole process', unit: 's', ours: same.seconds, loop: theirs.seconds },
      {
        name: 'host lost: answers paid twice (one flush interval)',
        unit: 'answers',
        ours: host.paidTwice,
        target: { atMost: flushed },
        raw: { host, flushInterval },
      },
      {
        name: 'host lost: rows lost and duplicated',
        unit: 'rows',
        ours: host.lost + host.duplicated,
        target: { exactly: 0 },
      },
    ];
    return measures;
  },
};
