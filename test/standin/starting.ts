import { onTestFinished } from 'vitest';
import type { StandinOptions } from '../../infra/standin/options.ts';
import { startStandin } from '../../infra/standin/server.ts';
import type { Standin } from '../../infra/standin/server.ts';

/** A stand-in that lives as long as the test. */
export async function standinForTest(options: StandinOptions = {}): Promise<Standin> {
  const standin = await startStandin(options);
  onTestFinished(() => standin.close());
  return standin;
}

/** Resolves once the stand-in's counts are as asked for; the test's own time limit ends a vain wait. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
