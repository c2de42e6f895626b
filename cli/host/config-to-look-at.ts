import { readConfigFile } from '../../config/config-file.ts';
import { endpointSource, type EndpointSource } from '../../config/endpoint-rule.ts';
import { endpointsByName } from '../../config/fleet-names.ts';
import { checkConfig } from '../../config/load-config.ts';
import type { BuildConfig } from '../../schemas/build/build.ts';
import { fleetFor, type FleetOptions } from './surroundings.ts';

/** Stands for the stand-in's URL, which is known only when it runs. */
const standInPlace = 'http://127.0.0.1/v1';

export interface ConfigToLookAt {
  readonly config: BuildConfig;
  readonly source: EndpointSource;
}

/**
 * A config file as commands look at it without a build: checked, with every default, the endpoints of the fleet that its
 * roles name and the fleet's receivers. `standIn` gives the URL of one where it is needed. Throws ConfigError.
 */
export async function configToLookAt(
  path: string,
  options: FleetOptions,
  standIn: () => Promise<string> = () => Promise.resolve(standInPlace),
): Promise<ConfigToLookAt> {
  const file = await readConfigFile(path);
  const fleet = await fleetFor(options);
  const source = endpointSource(file, process.env, fleet);
  const url = source === 'stand-in' ? await standIn() : undefined;
  const written = await checkConfig(file, { standIn: url, fleet });
  const notify = written.notify ?? fleet?.notify;
  return {
    config: {
      ...written,
      endpoints: { ...endpointsByName(written, fleet), ...written.endpoints },
      ...(notify === undefined ? {} : { notify }),
    },
    source,
  };
}

/** The endpoints of a config that can be asked already: all but the stand-in, which runs only with a build. */
export function endpointsToAsk({ config, source }: ConfigToLookAt) {
  return Object.entries(config.endpoints).filter(([name]) => !(source === 'stand-in' && name === 'default'));
}
