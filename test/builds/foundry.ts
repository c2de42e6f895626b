import { onTestFinished } from 'vitest';
import type { StandinOptions } from '../../infra/standin/options.ts';
import { openFoundry as open, type Foundry, type FoundryOptions } from '../../testing/foundry.ts';

export type { Foundry } from '../../testing/foundry.ts';

/** A foundry that ends with the test. `env` is what its workers see, such as API keys. */
export async function openFoundry(
  standin: StandinOptions = {},
  withWorkers = true,
  env: NodeJS.ProcessEnv = {},
  surroundings: FoundryOptions['surroundings'] = {},
): Promise<Foundry> {
  const foundry = await open({ standin, withWorkers, env, surroundings });
  onTestFinished(() => foundry.close());
  return foundry;
}
