import type { queues } from '../../schemas/build/queue.ts';
import type { WorkerKind } from '../../workers/start.ts';
import { exitCodes } from '../exit-codes.ts';
import { Interrupted, watchInterrupts } from '../host/interrupts.ts';
import { homeOf, type HostOptions } from '../host/options.ts';
import { watchRoom } from '../host/room.ts';
import { loadWorkers } from '../host/workers.ts';
import { UserMistake } from '../user-mistake.ts';

export interface WorkerOptions extends HostOptions {
  readonly kinds?: readonly string[];
  readonly shards?: number;
}

/** `tunesmith worker`: works for the server at --address or TEMPORAL_ADDRESS until Ctrl-C. */
export async function worker(options: WorkerOptions): Promise<number> {
  const interrupts = watchInterrupts();
  const address = options.address ?? process.env['TEMPORAL_ADDRESS'];
  if (!address)
    throw new UserMistake(
      'name the Temporal server with --address or TEMPORAL_ADDRESS; `tunesmith dev` runs a server and a worker',
    );
  const namespace = options.namespace ?? (process.env['TEMPORAL_NAMESPACE'] || 'default');
  const kinds = checkedKinds(options.kinds);
  const home = await homeOf(options);
  const room = watchRoom(home);
  interrupts.also(room.full);
  const start = await loadWorkers();
  const workers = await start(home, { address, namespace, kinds, shards: options.shards });
  process.stdout.write(
    `working for ${address} (namespace ${namespace}): ${(kinds ?? workerKinds).join(', ')}\n`,
  );
  try {
    await Promise.race([workers.done, interrupts.first]);
    return exitCodes.ok;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    process.stderr.write('stopping; unfinished shards go back to the other workers\n');
    return error.exitCode;
  } finally {
    room.stop();
    await workers.stop();
  }
}

/** Kinds of workers are named as their queues are. */
const workerKinds = ['builds', 'rows', 'sets'] as const satisfies readonly (keyof typeof queues)[];

function checkedKinds(given: readonly string[] | undefined): WorkerKind[] | undefined {
  return given?.map((name) => {
    const kind = workerKinds.find((each) => each === name);
    if (kind === undefined) throw new UserMistake(`--kinds ${name}: there are ${workerKinds.join(', ')}`);
    return kind;
  });
}
