import type { BuildHandle } from '../../client/index.ts';
import type { Screen } from './screen.ts';

const pollMs = 400;
/** Milliseconds for which nothing may be told: a worker that starts, or reads much, is silent too. */
const silentMs = 5000;

/** Shows a build's progress until `until` settles; the last state stays on the screen. */
export async function follow(build: BuildHandle, screen: Screen, until: Promise<unknown>): Promise<void> {
  const over = until.then(
    () => 'over' as const,
    () => 'over' as const,
  );
  let silentSince: number | undefined;
  for (;;) {
    const progress = await Promise.race([build.progress().catch(() => undefined), over]);
    if (progress === 'over') return;
    if (progress !== undefined) {
      silentSince = undefined;
      screen.show(progress);
    } else if (performance.now() - (silentSince ??= performance.now()) >= silentMs) {
      const fault = build.fault().catch(() => undefined);
      const why = await Promise.race([fault.then((told) => ({ told })), over]);
      if (why === 'over') return;
      screen.silent(why.told);
    }
    const pause = new Promise<undefined>((resolve) => void setTimeout(resolve, pollMs, undefined).unref());
    if ((await Promise.race([over, pause])) === 'over') return;
  }
}
