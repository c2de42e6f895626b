import { resolve } from 'node:path';
import envPaths from 'env-paths';

/**
 * Where built and downloaded server binaries are kept between installs and checkouts.
 * @default the user's cache folder for `tunesmith`; the environment variable TUNESMITH_CACHE overrides it.
 */
export function cacheFolder(): string {
  const override = process.env['TUNESMITH_CACHE'];
  return override ? resolve(override) : envPaths('tunesmith', { suffix: '' }).cache;
}
