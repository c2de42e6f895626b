import { expect, test } from 'vitest';
import { openFoundry, type Foundry } from '../builds/foundry.ts';
import { shardsUnderWay } from './pending.ts';
import { numbersIn, numbersUpTo, questions } from './questions.ts';
import { until } from './until.ts';

/** Runs of lanes that there were so far. */
async function laneRuns({ client }: Foundry): Promise<number> {
  let runs = 0;
  for await (const _ of client.workflow.list({ query: 'WorkflowType = "lane"' })) runs += 1;
  return runs;
}

test.each([false, true])(
  'cancelling a build ends lanes that continued as new (paused: %s), and with them their requests',
  async (paused) => {
    const rows = 640;
    const foundry = await openFoundry({ mistakes: 0, latencyMs: 20, slots: 32 });
    const { standin, client } = foundry;
    const lanes = { count: 1, window: 4, maxEvents: 30 };
    const config = { ...(await questions(foundry, rows)), sharding: { rows: 10 }, lanes };
    const build = await foundry.start(config);
    await until('the lane has continued as new', async () => (await laneRuns(foundry)) >= 3);
    standin.setFaults({ latencyMs: 600_000 });
    await until('requests hang', () => standin.stats().inService > 0);
    if (paused) await build.signal('pause', true);
    await build.cancel();
    await expect(build.result()).rejects.toThrow('cancelled');
    await until('no request is left', () => standin.stats().inService + standin.stats().queued === 0);
    expect(await shardsUnderWay(client, 'answers')).toBe(0);

    standin.setFaults({ latencyMs: 1 });
    const dataset = await foundry.build(config);
    expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows));
  },
);
