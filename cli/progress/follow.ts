import type { BuildHandle, BuildProgress } from '../../client/index.ts';
import type { Screen } from './screen.ts';

const pollMs = 400;

/** Shows a build's progress until `until` settles; the last state stays on the screen. */
export async function follow(build: BuildHandle, screen: Screen, until: Promise<unknown>): Promise<void> {
  let over = false;
  const ended = until.then(
    () => void (over = true),
    () => void (over = true),
  );
  while (!over) {
    const progress = await Promise.race([
      build.progress().catch(() => undefined),
      ended.then(() => undefined),
    ]);
    if (progress !== undefined) screen.show(progress);
    else if (!over) screen.silent();
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, pollMs).unref())]);
  }
}

export type { BuildProgress };
