import { serverSettings } from '../../connection/server-settings.ts';
import type { queues } from '../../schemas/build/queue.ts';
import type { WorkerKind } from '../../workers/start.ts';
import { exitCodes } from '../exit-codes.ts';
import { closeAfter } from '../host/close-after.ts';
import { Interrupted, watchInterrupts } from '../host/interrupts.ts';
import { homeOf, type HostOptions } from '../host/options.ts';
import { Resources } from '../host/resources.ts';
import { openRoom } from '../host/room.ts';
import { fleetFor, surroundingsFor, type FleetOptions } from '../host/surroundings.ts';
import { loadWorkers } from '../host/workers.ts';
import { UserMistake } from '../user-mistake.ts';

export interface WorkerOptions extends HostOptions, FleetOptions {
  readonly kinds?: readonly string[];
  readonly shards?: number;
}

/** `tunesmith worker`: works for the server that --address, TEMPORAL_ADDRESS or a profile names, until Ctrl-C. */
export async function worker(options: WorkerOptions): Promise<number> {
  const interrupts = watchInterrupts();
  const server = serverSettings(options);
  if (server.namedBy === undefined)
    throw new UserMistake(
      'name the Temporal server with --address or TEMPORAL_ADDRESS; `tunesmith dev` runs a server and a worker',
    );
  const kinds = checkedKinds(options.kinds);
  const home = await homeOf(options);
  const room = await openRoom(home);
  interrupts.also(room.full);
  const fleet = await fleetFor(options);
  const start = await loadWorkers();
  const surroundings = surroundingsFor(options, fleet, undefined);
  const workers = await start(home, { ...server, room, kinds, shards: options.shards, surroundings });
  process.stdout.write(
    `working for ${server.address} (namespace ${server.namespace}): ${(kinds ?? workerKinds).join(', ')}\n`,
  );
  const resources = new Resources();
  resources.add(() => room.stop());
  resources.add(() => workers.stop());
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  let failure: unknown;
  try {
    await Promise.race([workers.done, interrupts.first]);
    return exitCodes.ok;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw (failure = await room.causeOf(error));
    say('stopping; unfinished shards go back to the other workers');
    return error.exitCode;
  } finally {
    await closeAfter(failure, resources, workers, say);
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
