import { join } from 'node:path';
import type { BuildConfig } from '../../schemas/build/build.ts';
import type { Home } from '../../workers/home.ts';
import type { RunningWorkers, WorkerKind } from '../../workers/start.ts';
import type { WorkersRoom } from '../../workers/workers-room.ts';
import { logLine } from './log-line.ts';

export interface LocalWorkers {
  readonly address: string;
  readonly namespace: string;
  readonly room?: WorkersRoom;
  readonly kinds?: readonly WorkerKind[] | undefined;
  readonly shards?: number | undefined;
  /** The build that they are started for, if it is known. */
  readonly config?: Pick<BuildConfig, 'tokenizer'> | undefined;
}

/** The worker's code; loading it takes a while, and it can be loaded while the server starts. */
export async function loadWorkers() {
  const [{ startWorkers }, { prepareFor }] = await Promise.all([
    import('../../workers/start.ts'),
    import('../../workers/prepare.ts'),
  ]);
  return (
    home: Home,
    { address, namespace, room, kinds, shards, config }: LocalWorkers,
  ): Promise<RunningWorkers> => {
    const logFile = join(home.root, 'worker.log');
    return startWorkers({
      address,
      namespace,
      home,
      log: (line) => logLine(logFile, line),
      ...(config === undefined ? {} : { meanwhile: () => prepareFor(config) }),
      ...(room === undefined ? {} : { room }),
      ...(kinds === undefined ? {} : { kinds }),
      ...(shards === undefined ? {} : { shards }),
    });
  };
}
