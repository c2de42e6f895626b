import { resolve } from 'node:path';
import type { WorkerSurroundings } from '../../config/check-written.ts';
import { serverSettings } from '../../connection/server-settings.ts';
import { fleetOf, readFleet } from '../../config/fleet-file.ts';
import type { Fleet } from '../../schemas/build/fleet.ts';
import type { HostOptions } from './options.ts';

export interface FleetOptions {
  readonly fleet?: string;
}

/** What the file of --fleet or TUNESMITH_FLEET knows by name. Throws ConfigError. */
export function fleetFor({ fleet }: FleetOptions): Promise<Fleet | undefined> {
  return fleet === undefined ? fleetOf(process.env) : readFleet(fleet);
}

/**
 * What workers of this process fill into configs that others send. On a server of this machine a config that names no store
 * has the one that it would have here; other machines' workers have no such folder.
 */
export function surroundingsFor(
  options: HostOptions,
  fleet: Fleet | undefined,
  standIn: string | undefined,
): Omit<WorkerSurroundings, 'env'> {
  const isLocal = serverSettings(options).namedBy === undefined;
  return { fleet, standIn, ...(isLocal ? { store: resolve('tunesmith-store') } : {}) };
}
