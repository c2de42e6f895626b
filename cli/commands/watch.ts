import { exitCodes } from '../exit-codes.ts';
import { Interrupted, watchInterrupts } from '../host/interrupts.ts';
import type { HostOptions } from '../host/options.ts';
import { withClient } from '../host/with-client.ts';
import { follow } from '../progress/follow.ts';
import { openScreen } from '../progress/screen.ts';
import { summaryLines } from '../summary.ts';
import { UserMistake } from '../user-mistake.ts';

/** `tunesmith watch NAME`: shows a build that other processes work on; Ctrl-C leaves it alone. */
export async function watch(name: string, options: HostOptions): Promise<number> {
  const interrupts = watchInterrupts();
  return withClient(options, async ({ client, server }) => {
    const build = await client.newest(name);
    const info = await build.info();
    if (server.ours && info.state === 'running')
      throw new UserMistake(
        `nothing works on ${build.id} now; \`tunesmith run\` with its config goes on with it`,
      );
    const screen = await openScreen(options.json === true ? process.stderr : process.stdout, name);
    const result = build.result();
    result.catch(() => undefined);
    try {
      await Promise.race([follow(build, screen, result), interrupts.first]);
      const dataset = await result;
      screen.clear();
      const seconds = ((await build.info()).closedAt?.getTime() ?? Date.now()) - info.startedAt.getTime();
      if (options.json === true) process.stdout.write(`${JSON.stringify(dataset, null, 2)}\n`);
      else {
        const { width, palette } = screen;
        const uiUrl = server.uiUrl === undefined ? undefined : build.uiUrl(server.uiUrl);
        const lines = summaryLines(dataset, { seconds: seconds / 1000, uiUrl, width, palette });
        process.stdout.write(`${lines.join('\n')}\n`);
      }
      return exitCodes.ok;
    } catch (error) {
      screen.end();
      if (error instanceof Interrupted) return error.exitCode;
      throw error;
    }
  });
}
