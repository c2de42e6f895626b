import { realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { checkWritten, type CheckedBuild, type WrittenBuild } from '../../../config/check-written.ts';
import { ConfigError } from '../../../config/config-error.ts';
import { notifyProblems } from '../../../config/notify-problems.ts';
import { s3AddressOf, type StoreConfig } from '../../../schemas/build/store.ts';
import { digestOf } from '../../digest.ts';
import type { WorkerParts } from './worker-parts.ts';

/** What a build's workflow knows before it does anything. */
export interface BuildToBegin extends CheckedBuild {
  /** The same for all configs that mean the same store: with a dataset's name it says what one build at a time makes. */
  readonly storeKey: string;
}

/** Checks a workflow's arguments as somebody wrote them, and fills in every default. Throws ConfigError. */
export async function checkBuild(
  written: WrittenBuild,
  workflow: string,
  { env, surroundings }: Pick<WorkerParts, 'env' | 'surroundings'>,
): Promise<BuildToBegin> {
  const checked = await checkWritten(written, workflow, { env, ...surroundings });
  const unsigned = notifyProblems(checked.config.notify ?? [], env);
  if (unsigned.length > 0) throw new ConfigError('', unsigned);
  return { ...checked, storeKey: await storeKey(checked.config.store) };
}

/** A folder is told by where it really is, a bucket's prefix by the service that keeps it. */
async function storeKey({ uri, endpointUrl }: StoreConfig): Promise<string> {
  const bucket = s3AddressOf(uri);
  const place =
    bucket === undefined
      ? await realFolder(resolve(uri))
      : { ...bucket, service: endpointUrl === undefined ? 's3' : new URL(endpointUrl).origin };
  return digestOf(place).slice(0, 12);
}

/** The folder without links; of one that is not there yet, as much of it as is. */
async function realFolder(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(await realFolder(above), path.slice(above.length));
  }
}
