import { FleetSchema, type Fleet } from '../schemas/build/fleet.ts';
import { refuseSecrets } from './check-config.ts';
import { ConfigError } from './config-error.ts';
import { readConfigFile } from './config-file.ts';
import { findingsOf } from './findings.ts';
import { resolveFleetPaths } from './paths.ts';

/**
 * Reads what workers know by name from a `fleet.yaml`; its relative paths start at its folder. Throws ConfigError with one
 * line for each thing that is wrong.
 */
export async function readFleet(path: string): Promise<Fleet> {
  const file = await readConfigFile(path);
  refuseSecrets(file);
  const value = resolveFleetPaths(file.value, file.folder);
  const checked = FleetSchema.safeParse(value);
  if (!checked.success) throw new ConfigError(path, findingsOf(checked.error, value, FleetSchema, file));
  return checked.data;
}

/** The fleet that TUNESMITH_FLEET names, if it names any. Throws ConfigError. */
export async function fleetOf(env: NodeJS.ProcessEnv): Promise<Fleet | undefined> {
  const path = env['TUNESMITH_FLEET'];
  return path ? readFleet(path) : undefined;
}
