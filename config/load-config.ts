import { resolve } from 'node:path';
import type { BuildConfig } from '../schemas/build/build.ts';
import type { Fleet } from '../schemas/build/fleet.ts';
import { checkText, recipeNamed, refuseSecrets } from './check-config.ts';
import { readConfigFile, type ConfigFile } from './config-file.ts';
import { fleetOf } from './fleet-file.ts';
import { storeByName } from './fleet-names.ts';
import { resolvePaths } from './paths.ts';

export interface LoadOptions {
  /** @default process.env */
  readonly env?: NodeJS.ProcessEnv;
  /** Base URL of a running stand-in endpoint, used when neither the config nor the environment names an endpoint. */
  readonly standIn?: string | undefined;
  /** What the workers know by name. @default the file that TUNESMITH_FLEET names, if any */
  readonly fleet?: Fleet | undefined;
}

/**
 * Reads a build's config from a YAML or JSON file, checks it by its recipe's schema and fills in every default.
 *
 * - Relative paths start at the file's folder; a config that names no store uses the fleet's, or `tunesmith-store` in the
 *   working directory.
 * - Without `endpoints.default`, roles that name no endpoint use the fleet's `default`, or OPENAI_BASE_URL with
 *   OPENAI_API_KEY; without a model, they use OPENAI_MODEL.
 * - Endpoints of the fleet stay names: the workers find them when the build begins.
 *
 * Throws ConfigError with one line for each thing that is wrong.
 *
 * @example
 * const config = await loadConfig('my-dataset.yaml');
 */
export async function loadConfig(path: string, options: LoadOptions = {}): Promise<BuildConfig> {
  return checkConfig(await readConfigFile(path), options);
}

/** As `loadConfig`, for a file that was read already. */
export async function checkConfig(file: ConfigFile, options: LoadOptions = {}): Promise<BuildConfig> {
  refuseSecrets(file);
  const recipe = recipeNamed(file);
  const { env = process.env, standIn } = options;
  const fleet = options.fleet ?? (await fleetOf(env));
  return checkText(file, recipe, { env, standIn, fleet }, (filled) => {
    const value = resolvePaths(storeByName(filled, fleet), file.folder);
    value['store'] ??= resolve('tunesmith-store');
    return { value, findings: [] };
  });
}
