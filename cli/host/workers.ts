import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from '../../workers/home.ts';
import type { RunningWorkers, WorkerKind } from '../../workers/start.ts';

export interface LocalWorkers {
  readonly address: string;
  readonly namespace: string;
  readonly kinds?: readonly WorkerKind[] | undefined;
  readonly shards?: number | undefined;
}

/** The worker's code; loading it takes a while, and it can be loaded while the server starts. */
export async function loadWorkers() {
  const { startWorkers } = await import('../../workers/start.ts');
  return (home: Home, { address, namespace, kinds, shards }: LocalWorkers): Promise<RunningWorkers> => {
    const logFile = join(home.root, 'worker.log');
    return startWorkers({
      address,
      namespace,
      home,
      log: (line) => appendFileSync(logFile, `${new Date().toISOString()} ${line}\n`),
      ...(kinds === undefined ? {} : { kinds }),
      ...(shards === undefined ? {} : { shards }),
    });
  };
}
