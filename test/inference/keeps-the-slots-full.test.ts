import { expect, test } from 'vitest';
import { asking } from './asking.ts';
import { scriptedEndpoint } from './scripted-endpoint.ts';

const SLOTS = 64;
const ROWS = 1280;
/** Milliseconds that an answer takes, and that its timer may be late. */
const [SERVICE, LATE] = [300, 60];

// How busy the slots are by the clock is for `npm run bench`, on a quiet machine. What makes them busy is this: from
// the second round trip on a request waits at the server whenever a slot falls free, as long as there are rows.
test('an endpoint of exactly `initial` slots has the next request at hand after one round trip', async () => {
  const waiting: (() => void)[] = [];
  let busy = 0;
  let foundNone = 0;
  const server = await scriptedEndpoint((_, reply) => {
    const serve = () => {
      busy++;
      const due = performance.now() + SERVICE;
      setTimeout(() => {
        const heldUp = performance.now() - due > LATE;
        busy--;
        const next = waiting.shift();
        if (next !== undefined) next();
        else if (!heldUp && server.seen.length < ROWS) foundNone++;
        reply.text();
      }, SERVICE);
    };
    if (busy < SLOTS) serve();
    else waiting.push(serve);
  });
  const { ask, state } = asking({ urls: [server.baseUrl], concurrency: { initial: SLOTS } });
  await Promise.all(Array.from({ length: ROWS }, (_, row) => ask(`row ${row}`)));
  expect(state().limit).toBeGreaterThan(SLOTS);
  // SLOTS of them on a free machine: the first round trip. Where this process is held up, by other work on the machine,
  // none could come; that is seen by the timer and not counted. A limit that stayed at SLOTS would find none at nearly
  // every answer.
  expect(foundNone).toBeLessThan(ROWS / 2);
});
