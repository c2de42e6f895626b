import { createHash } from 'node:crypto';
import type { BuildConfig } from '../schemas/build/build.ts';

/**
 * Digest of what a build was asked to make. The endpoints' URLs are no part of it: a build goes on with the same
 * models at another address (the stand-in's port changes from run to run). Nor is who is told of it.
 */
export function configDigest({ notify: _, ...config }: BuildConfig): string {
  const endpoints = Object.fromEntries(
    Object.entries(config.endpoints).map(([name, { urls: _urls, ...rest }]) => [name, rest]),
  );
  return createHash('sha256')
    .update(canonical({ ...config, endpoints }))
    .digest('hex')
    .slice(0, 16);
}

/** JSON with sorted keys: the order in which a config was written does not matter. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, held: unknown) =>
    typeof held === 'object' && held !== null && !Array.isArray(held)
      ? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)))
      : held,
  );
}
