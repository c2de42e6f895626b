import type { Fleet } from '../schemas/build/fleet.ts';
import type { Endpoint } from '../schemas/inference/endpoint.ts';
import { own } from '../schemas/own.ts';
import { isHolder, rolesOf } from './endpoint-rule.ts';

/** The config with the fleet's store where it names one of them, or none at all. A folder is told from a name by `./`. */
export function storeByName(
  value: Record<string, unknown>,
  fleet: Fleet | undefined,
): Record<string, unknown> {
  const name = value['store'] ?? fleet?.store;
  const found = fleet === undefined || typeof name !== 'string' ? undefined : own(fleet.stores, name);
  return found === undefined ? value : { ...value, store: found };
}

/** Endpoints of the fleet that a config's roles name; its own go before. */
export function endpointsByName(
  value: Record<string, unknown>,
  fleet: Fleet | undefined,
): Record<string, Endpoint> {
  const { endpoints } = value;
  const used = rolesOf(value).flatMap(({ role: { endpoint } }) => {
    if (typeof endpoint !== 'string' || fleet === undefined) return [];
    if (isHolder(endpoints) && Object.hasOwn(endpoints, endpoint)) return [];
    const found = own(fleet.endpoints, endpoint);
    return found === undefined ? [] : [[endpoint, found] as const];
  });
  return Object.fromEntries(used);
}
