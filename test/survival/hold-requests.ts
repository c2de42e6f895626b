import { setTimeout as delay } from 'node:timers/promises';
import type { Standin } from '../../infra/standin/server.ts';
import { answersKept } from './kept-answers.ts';
import { until } from './until.ts';

/** Where the answers of a process that is to be killed are kept. */
interface Kept {
  readonly store: string;
  /** Its TUNESMITH_HOME. */
  readonly home: string;
  /** Answers that nothing keeps: those to what is asked before a build. Default 0. */
  readonly trials?: number;
}

/**
 * From now on the endpoint takes requests and answers none; resolves when the earlier ones are answered and every slot
 * is held. A fault that comes then meets requests in flight, and no answer that is half-way to its client: with `kept`,
 * for a process that is killed, each answer is written down. Beside other work, fourteen that were delivered
 * were not yet written 0.8 s later. A request for a batch of texts is one answer to the endpoint and one a text here:
 * where there are such, the wait may end early.
 */
export async function holdRequests(standin: Standin, kept?: Kept): Promise<void> {
  standin.setFaults({ latencyMs: 600_000 });
  const { slots } = standin.faults();
  await until('all slots hold a request without end', async () => {
    const { answered } = standin.stats();
    await delay(400);
    const now = standin.stats();
    return now.answered === answered && (slots === null ? now.inService > 0 : now.inService === slots);
  });
  if (kept === undefined) return;
  const { answered } = standin.stats();
  const { store, home, trials = 0 } = kept;
  await until('all answers are written down', () => answersKept(store, home).size + trials >= answered);
}
