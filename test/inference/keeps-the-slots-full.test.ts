import { expect, test } from 'vitest';
import { asking } from './asking.ts';
import { scriptedEndpoint } from './scripted-endpoint.ts';

const SLOTS = 64;
const ROWS = 1280;

// How busy the slots are by the clock is for `npm run bench`, on a quiet machine. What makes them busy is this: from
// the second round trip on a request waits at the server whenever a slot falls free, as long as there are rows.
test('an endpoint of exactly `initial` slots has the next request at hand after one round trip', async () => {
  const waiting: (() => void)[] = [];
  let busy = 0;
  let foundNone = 0;
  const server = await scriptedEndpoint((_, reply) => {
    const serve = () => {
      busy++;
      setTimeout(() => {
        busy--;
        const next = waiting.shift();
        if (next !== undefined) next();
        else if (server.seen.length < ROWS) foundNone++;
        reply.text();
      }, 200);
    };
    if (busy < SLOTS) serve();
    else waiting.push(serve);
  });
  const { ask, state } = asking({ urls: [server.baseUrl], concurrency: { initial: SLOTS } });
  await Promise.all(Array.from({ length: ROWS }, (_, row) => ask(`row ${row}`)));
  expect(state().limit).toBeGreaterThan(SLOTS);
  // SLOTS of them on a free machine: the first round trip. Each time this process is held up for longer than an answer
  // takes there are as many again. A limit that stayed at SLOTS would find none at nearly every answer.
  expect(foundNone).toBeLessThan(ROWS / 2);
});
