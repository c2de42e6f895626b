import type { BuildHandle } from '../../client/index.ts';
import type { Screen } from './screen.ts';

const pollMs = 400;

/** Shows a build's progress until `until` settles; the last state stays on the screen. */
export async function follow(build: BuildHandle, screen: Screen, until: Promise<unknown>): Promise<void> {
  const over = until.then(
    () => 'over' as const,
    () => 'over' as const,
  );
  for (;;) {
    const progress = await Promise.race([build.progress().catch(() => undefined), over]);
    if (progress === 'over') return;
    if (progress === undefined) screen.silent(await build.fault().catch(() => undefined));
    else screen.show(progress);
    const pause = new Promise<undefined>((resolve) => void setTimeout(resolve, pollMs, undefined).unref());
    if ((await Promise.race([over, pause])) === 'over') return;
  }
}
