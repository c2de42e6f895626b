import { BuildCancelled, BuildFailed, type BuildHandle } from '../../client/index.ts';
import { exitCodes } from '../exit-codes.ts';
import type { HostOptions } from '../host/options.ts';
import { withClient, type Connected } from '../host/with-client.ts';
import { fleetFor, surroundingsFor } from '../host/surroundings.ts';
import { loadWorkers } from '../host/workers.ts';
import { UserMistake } from '../user-mistake.ts';

/** `tunesmith pause NAME`: shards under way end, no others begin. */
export function pause(name: string, options: HostOptions): Promise<number> {
  return steer(name, options, async (build) => {
    await build.pause();
    return `${build.id} is paused: rows under way are finished, then it waits; \`tunesmith resume ${name}\` goes on`;
  });
}

/** `tunesmith resume NAME`: undoes `pause`. */
export function resume(name: string, options: HostOptions): Promise<number> {
  return steer(name, options, async (build, { server }) => {
    await build.resume();
    return server.ours
      ? `${build.id} is no longer paused; \`tunesmith run\` with its config goes on with it`
      : `${build.id} goes on`;
  });
}

const cancelLimitMs = 15_000;

/** `tunesmith cancel NAME`: ends a build. A server without workers gets one for as long as that takes. */
export function cancel(name: string, options: HostOptions): Promise<number> {
  return steer(name, options, async (build, connected) => {
    await build.cancel();
    const { server, home } = connected;
    const workers = server.ours
      ? await (
          await loadWorkers()
        )(home, {
          ...server,
          kinds: ['builds'],
          surroundings: surroundingsFor(options, await fleetFor({}), undefined),
        })
      : undefined;
    try {
      const ended = await Promise.race([
        endOf(build),
        new Promise<false>((resolve) => setTimeout(resolve, cancelLimitMs, false).unref()),
      ]);
      if (!ended) await build.terminate('tunesmith cancel: no worker ended it in time');
    } finally {
      await workers?.stop();
    }
    return `${build.id} is cancelled; what was finished is kept, and the next build goes on from there`;
  });
}

async function endOf(build: BuildHandle): Promise<true> {
  try {
    await build.result();
    throw new UserMistake(`${build.id} was done before it could be cancelled`);
  } catch (error) {
    if (error instanceof BuildCancelled || error instanceof BuildFailed) return true;
    throw error;
  }
}

async function steer(
  name: string,
  options: HostOptions,
  act: (build: BuildHandle, connected: Connected) => Promise<string>,
): Promise<number> {
  const done = await withClient(options, async (connected) => {
    const build = await connected.client.newest(name);
    const { state } = await build.info();
    if (state !== 'running') throw new UserMistake(`${name} is not under way: its last build is ${state}`);
    return act(build, connected);
  });
  process.stdout.write(options.json === true ? `${JSON.stringify({ build: name, done })}\n` : `${done}\n`);
  return exitCodes.ok;
}
