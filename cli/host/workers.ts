import { join } from 'node:path';
import type { ServerSettings } from '../../connection/server-settings.ts';
import type { WorkerSurroundings } from '../../config/check-written.ts';
import type { BuildConfig } from '../../schemas/build/build.ts';
import type { Home } from '../../workers/home.ts';
import type { RunningWorkers, WorkerKind } from '../../workers/start.ts';
import type { WorkersRoom } from '../../workers/workers-room.ts';
import { logLine } from './log-line.ts';

export interface LocalWorkers extends ServerSettings {
  readonly room?: WorkersRoom;
  readonly kinds?: readonly WorkerKind[] | undefined;
  readonly shards?: number | undefined;
  /** What they fill into configs that others send. */
  readonly surroundings: Omit<WorkerSurroundings, 'env'>;
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
    { address, namespace, tls, apiKey, metadata, room, kinds, shards, config, surroundings }: LocalWorkers,
  ): Promise<RunningWorkers> => {
    const logFile = join(home.root, 'worker.log');
    return startWorkers({
      address,
      namespace,
      tls,
      apiKey,
      metadata,
      home,
      surroundings,
      log: (line) => logLine(logFile, line),
      ...(config === undefined ? {} : { meanwhile: () => prepareFor(config) }),
      ...(room === undefined ? {} : { room }),
      ...(kinds === undefined ? {} : { kinds }),
      ...(shards === undefined ? {} : { shards }),
    });
  };
}
