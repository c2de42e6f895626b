import type { BuildHandle, Dataset } from '../../client/index.ts';
import { readConfigFile } from '../../config/config-file.ts';
import { endpointSource } from '../../config/endpoint-rule.ts';
import { checkConfig } from '../../config/load-config.ts';
import { exitCodes } from '../exit-codes.ts';
import { closeAfter } from '../host/close-after.ts';
import { Interrupted, watchInterrupts } from '../host/interrupts.ts';
import { homeOf, type HostOptions } from '../host/options.ts';
import { Resources } from '../host/resources.ts';
import { openRoom, type Room } from '../host/room.ts';
import { openServer, stayingFor } from '../host/server.ts';
import { openStandIn } from '../host/stand-in.ts';
import { fleetFor, surroundingsFor, type FleetOptions } from '../host/surroundings.ts';
import { loadWorkers } from '../host/workers.ts';
import { follow } from '../progress/follow.ts';
import { openScreen, type Screen } from '../progress/screen.ts';
import { standInAdvice, standInStart } from '../stand-in-note.ts';
import { spendingOf } from '../../schemas/build/spending.ts';
import { summaryLines } from '../summary.ts';
import type { RunningWorkers } from '../../workers/start.ts';
import { UserMistake } from '../user-mistake.ts';

export interface RunOptions extends HostOptions, FleetOptions {
  /** False when workers run elsewhere. */
  readonly worker: boolean;
  readonly shards?: number;
}

const uiEnds = 'The Temporal UI ends with this command; `tunesmith dev` serves it again.';

/** `tunesmith run CONFIG`: everything that a build needs in one process, from the server to the summary. */
export async function run(path: string, options: RunOptions): Promise<number> {
  const interrupts = watchInterrupts();
  const resources = new Resources();
  const file = await readConfigFile(path);
  const name = typeof file.value['name'] === 'string' ? file.value['name'] : path;
  const screen = await openScreen(options.json === true ? process.stderr : process.stdout, name);
  let build: BuildHandle | undefined;
  let room: Room | undefined;
  let workers: RunningWorkers | undefined;
  let failure: unknown;
  let stays: () => Promise<string | undefined> = () => Promise.resolve(undefined);
  try {
    const work = (async () => {
      const home = await homeOf(options);
      const ownRoom = (room = await openRoom(home));
      interrupts.also(ownRoom.full);
      resources.add(() => ownRoom.stop());
      const fleet = await fleetFor(options);
      const needsStandIn = endpointSource(file, process.env, fleet) === 'stand-in';
      const standIn = needsStandIn ? await openStandIn(home) : undefined;
      if (standIn !== undefined) resources.add(() => standIn.close());
      // Checked before the server is started: a mistake is told at once.
      const config = await checkConfig(file, { standIn: standIn?.url, fleet });
      if (standIn !== undefined) screen.print(screen.palette.yellow(`${standInStart}\n${standInAdvice}`));

      // The worker's code takes as long to load as the server to come up, so it is loaded meanwhile; not earlier, since
      // loading it keeps the process from starting the server.
      let loading: ReturnType<typeof loadWorkers> | undefined;
      const load = () => void (loading ??= options.worker ? loadWorkers() : undefined);
      const say = (line: string) => {
        screen.step(line);
        if (line.startsWith('Starting Temporal')) setImmediate(load);
      };
      const server = await openServer(home, { ...options, say });
      load();
      resources.add(() => server.stop());
      interrupts.also(server.lost);
      stays = () => stayingFor(server);
      const starting = loading?.then(async (start) => {
        const surroundings = surroundingsFor(options, fleet, standIn?.url);
        const { shards } = options;
        const started = await start(home, { ...server, room: ownRoom, shards, config, surroundings });
        resources.add(() => started.stop());
        return (workers = started);
      });
      // Awaited below, or never where the client finds the same fault first and tells it better.
      starting?.catch(() => undefined);
      const { Tunesmith } = await import('../../client/tunesmith.ts');
      // Not closed: a call that the SDK is to try again would be thrown, by a timer, into the closed connection.
      const client = await Tunesmith.connect(server, { say: (line) => screen.print(line) });
      const began = performance.now();
      build = await client.start(config);
      tellStart(build, server.uiUrl, screen);
      if (build.joined && standIn?.samePort === false)
        throw new UserMistake(
          `the build under way asks the stand-in at a port that another program has taken; ` +
            `free it, or \`tunesmith cancel ${build.id}\` and run again: nothing finished is lost`,
        );
      const started = await starting;
      const result = build.result();
      const failed = started?.done.then(() => new Promise<never>(() => undefined));
      const ended = failed === undefined ? result : Promise.race([result, failed]);
      await Promise.race([follow(build, screen, ended), interrupts.first]);
      return {
        dataset: await ended,
        build,
        uiUrl: server.uiUrl,
        seconds: (performance.now() - began) / 1000,
      };
    })();
    const { dataset, build: done, uiUrl, seconds } = await Promise.race([work, interrupts.first]);
    screen.clear();
    tellEnd(dataset, done, uiUrl, seconds, await stays(), options, screen);
    return exitCodes.ok;
  } catch (error) {
    screen.end();
    if (!(error instanceof Interrupted)) throw (failure = (await room?.causeOf(error)) ?? error);
    screen.print(
      build === undefined
        ? 'stopping'
        : `stopping; the build can be resumed with the same command (${build.id})`,
    );
    const staying = await stays();
    if (staying !== undefined) screen.print(`${staying} A worker there goes on with the builds.`);
    return error.exitCode;
  } finally {
    await closeAfter(failure, resources, workers, (line) => screen.print(line));
  }
}

function tellStart(build: BuildHandle, uiUrl: string | undefined, screen: Screen): void {
  if (build.joined) screen.print(`Going on with the build of ${build.id} that is under way.`);
  if (uiUrl !== undefined) screen.print(`Temporal UI: ${build.uiUrl(uiUrl)}`);
}

function tellEnd(
  dataset: Dataset,
  build: BuildHandle,
  uiBase: string | undefined,
  seconds: number,
  staying: string | undefined,
  { json }: RunOptions,
  { width, palette }: Screen,
): void {
  const uiUrl = uiBase === undefined ? undefined : build.uiUrl(uiBase);
  if (json === true) {
    const { asked, reused, usage, cost } = spendingOf(dataset);
    const seen = { ...dataset, seconds, answers: { asked, reused, usage, cost }, runId: build.runId, uiUrl };
    process.stdout.write(`${JSON.stringify(seen, null, 2)}\n`);
    return;
  }
  const lines = summaryLines(dataset, { seconds, uiUrl, width, palette });
  if (uiUrl !== undefined) lines.push('', palette.dim(staying ?? uiEnds));
  process.stdout.write(`${lines.join('\n')}\n`);
}
