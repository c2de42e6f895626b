import { exitCodes } from '../exit-codes.ts';
import { closeAfter } from '../host/close-after.ts';
import { Interrupted, watchInterrupts } from '../host/interrupts.ts';
import { homeOf, type HostOptions } from '../host/options.ts';
import { Resources } from '../host/resources.ts';
import { openRoom, type Room } from '../host/room.ts';
import { openServer } from '../host/server.ts';
import { openStandIn } from '../host/stand-in.ts';
import { fleetFor, surroundingsFor, type FleetOptions } from '../host/surroundings.ts';
import { loadWorkers } from '../host/workers.ts';
import type { RunningWorkers } from '../../workers/start.ts';
import { standInAdvice } from '../stand-in-note.ts';

export interface DevOptions extends HostOptions, FleetOptions {
  readonly worker: boolean;
  readonly shards?: number;
}

/** `tunesmith dev`: server, Web UI, worker and, where no endpoint is configured, the stand-in, until Ctrl-C. */
export async function dev(options: DevOptions): Promise<number> {
  const interrupts = watchInterrupts();
  const resources = new Resources();
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  let room: Room | undefined;
  let workers: RunningWorkers | undefined;
  let failure: unknown;
  const work = async (): Promise<void> => {
    const home = await homeOf(options);
    const ownRoom = (room = await openRoom(home));
    interrupts.also(ownRoom.full);
    resources.add(() => ownRoom.stop());
    const loading = options.worker ? loadWorkers() : undefined;
    const server = await openServer(home, { ...options, say });
    resources.add(() => server.stop());
    interrupts.also(server.lost);
    const { OPENAI_BASE_URL: url, OPENAI_API_KEY: key } = process.env;
    const fleet = await fleetFor(options);
    const needsStandIn = !url && !key && fleet?.endpoints['default'] === undefined;
    const standIn = needsStandIn ? await openStandIn(home) : undefined;
    if (standIn !== undefined) resources.add(() => standIn.close());
    const start = await loading;
    const surroundings = surroundingsFor(options, fleet, standIn?.url);
    const { shards } = options;
    const started = (workers = await start?.(home, { ...server, room: ownRoom, shards, surroundings }));
    if (started !== undefined) resources.add(() => started.stop());
    const { address, namespace, uiUrl } = server;
    if (options.json === true)
      process.stdout.write(
        `${JSON.stringify({ address, namespace, uiUrl, standIn: standIn?.url, home: home.root })}\n`,
      );
    else {
      const fields = [
        ['Temporal', `${address} (namespace ${namespace}, ${server.how})`],
        ['Temporal UI', uiUrl],
        ['Stand-in', standIn && `${standIn.url} (rule-based, not a language model)`],
        ['Worker', started && 'ready'],
        ['Home', home.root],
      ].flatMap(([title = '', text]) => (text === undefined ? [] : [`${title.padEnd(13)}${text}`]));
      const advice = standIn === undefined ? [] : [standInAdvice];
      const usage =
        'In another terminal: `tunesmith run CONFIG`. Ctrl-C stops all of this; builds go on later.';
      process.stdout.write(`${[...fields, '', ...advice, usage].join('\n')}\n`);
    }
    await (started?.done ?? new Promise<never>(() => undefined));
  };
  // Without a worker nothing else keeps the process alive.
  const alive = setInterval(() => undefined, 60_000);
  try {
    await Promise.race([work(), interrupts.first]);
    return exitCodes.ok;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw (failure = (await room?.causeOf(error)) ?? error);
    say('stopping; builds under way go on when they are run again');
    return error.exitCode;
  } finally {
    clearInterval(alive);
    await closeAfter(failure, resources, workers, say);
  }
}
