import { join } from 'node:path';
import { TrainingFilesSchema, type TrainingFiles } from '../../../schemas/build/task.ts';
import { fileDigest } from '../../storage/file-digest.ts';
import { putSame } from '../../storage/put-same.ts';
import type { Store } from '../../storage/store.ts';
import { readStored, toJson } from '../../storage/stored-json.ts';

/** Written last: its presence says that a folder of training files is whole. */
export const trainingSeal = 'training.json';

/**
 * Training files that an earlier attempt or build has written whole. Nothing collects them for some time: a collection that
 * is about to sees that they were taken up, or else they are gone when they are looked for after that.
 */
export async function writtenTraining(store: Store, folder: string): Promise<TrainingFiles | undefined> {
  const before = await sealOf(store, folder);
  if (before === undefined) return undefined;
  const place =
    folder.slice(0, folder.lastIndexOf('/') + 1) +
    before.location.slice(before.location.lastIndexOf('/') + 1);
  for (const each of new Set([folder, place]))
    await store.replace(`${each}/taken-up.json`, toJson({ at: new Date().toISOString() }));
  return (await sealOf(store, place)) && sealOf(store, folder);
}

function sealOf(store: Store, folder: string): Promise<TrainingFiles | undefined> {
  return readStored(store, `${folder}/${trainingSeal}`, TrainingFilesSchema);
}

/**
 * Puts training files into `folder` of the store and seals it. Whoever does the same at the same time writes the same
 * bytes; where other bytes are (an attempt that was killed before the table was made again), `folder-2` is taken, and so
 * on.
 * @param scratch where the files are; they are moved
 */
export async function putTraining(
  store: Store,
  folder: string,
  files: readonly string[],
  scratch: string,
  pairs: number,
): Promise<TrainingFiles> {
  const digests = new Map<string, string>();
  for (const file of files) digests.set(file, (await fileDigest(join(scratch, file))).sha256);
  for (let number = 1; ; number += 1) {
    const place = number === 1 ? folder : `${folder}-${number}`;
    if (!(await putAll(store, place, digests, scratch))) continue;
    const training: TrainingFiles = { location: store.locate(place), pairs };
    await store.putBytes(`${place}/${trainingSeal}`, toJson(training));
    // Found by the digest alone: the first folder names the one that was taken.
    if (number > 1) await store.putBytes(`${folder}/${trainingSeal}`, toJson(training));
    return (await sealOf(store, folder)) ?? training;
  }
}

async function putAll(
  store: Store,
  folder: string,
  digests: ReadonlyMap<string, string>,
  scratch: string,
): Promise<boolean> {
  for (const [file, sha256] of digests)
    if (!(await putSame(store, `${folder}/${file}`, join(scratch, file), sha256))) return false;
  return true;
}
