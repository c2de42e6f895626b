import { z } from 'zod';
import type { BuildConfig } from '../../schemas/build/build.ts';
import { EndpointSchema } from '../../schemas/inference/endpoint.ts';
import { RolesSchema } from '../../schemas/inference/roles.ts';

const PlayedSchema = z.object({ roles: RolesSchema });

/** What is wrong with endpoints of a config, in a line each that begins with the endpoint's name. */
export async function endpointProblems(
  config: BuildConfig,
  asked: readonly (readonly [string, BuildConfig['endpoints'][string]])[],
): Promise<string[]> {
  const { findingLine, preflight, roleToCheck } = await import('../../activities/inference/index.ts');
  const { waysOf } = await import('../../activities/engine/build/ways-of.ts');
  const roles = rolesOf(config);
  const findings = await Promise.all(
    asked.map(async ([name, endpoint]) => {
      const mine = roles.filter(([, role]) => role.endpoint === name);
      return mine.length === 0
        ? []
        : preflight(
            name,
            EndpointSchema.parse(endpoint),
            mine.map(([role, played]) => ({ ...roleToCheck(role, played), ...waysOf(config, role) })),
            process.env,
          );
    }),
  );
  return findings.flat().map(findingLine);
}

/** A config's roles by their names. */
export function rolesOf(config: BuildConfig) {
  return Object.entries(PlayedSchema.parse(config).roles);
}
