import type { RunningWorkers } from '../../workers/start.ts';
import { HomeFull } from './home-full.ts';
import type { Resources } from './resources.ts';
import { ServerLost } from './server-lost.ts';

/** Milliseconds that answers on their way get where nobody has asked the command to end: they are paid for. */
const lastAnswersMs = 30_000;
/** Milliseconds to close what a server that is lost, or that has no room, would be waited for. */
const closingMs = 5000;

/**
 * Closes what a command has opened. Where its server is lost or its disk full, answers on their way are written down
 * first, and then nobody is waited for: the next run finds what is left.
 */
export async function closeAfter(
  error: unknown,
  resources: Resources,
  workers: RunningWorkers | undefined,
  say: (line: string) => void,
): Promise<void> {
  if (!(error instanceof HomeFull || error instanceof ServerLost)) return resources.close();
  await workers?.hold(lastAnswersMs, (requests) => {
    const answers = requests === 1 ? 'the answer' : `${requests} answers`;
    say(`stopping once ${answers} on the way are written down, in ${lastAnswersMs / 1000} s at most`);
  });
  await resources.close(closingMs);
}
