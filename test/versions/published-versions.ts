import { publishDataset } from '../../activities/dataset/publish.ts';
import type { Store } from '../../activities/storage/store.ts';
import type { Dataset } from '../../schemas/build/task.ts';
import { finishedBuild, type Finished, type FinishedSettings } from '../dataset/finished-build.ts';

/** Publishes a build of `a-dataset` into a store; builds of equal rows and seed are the same data. */
export async function published(
  store: Store,
  folder: string,
  settings: FinishedSettings = {},
): Promise<Dataset & { readonly finished: Finished }> {
  const finished = await finishedBuild({ rows: 4, shards: 1, ...settings, store, folder });
  return { ...(await publishDataset(finished.input, finished.options)), finished };
}
