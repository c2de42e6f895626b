import { Datasets } from '../../client/datasets.ts';
import { homeOf, type HostOptions } from '../host/options.ts';
import { storeGiven, type StoreOptions } from '../store-given.ts';

export interface VersionsOptions extends StoreOptions, Pick<HostOptions, 'home' | 'json'> {}

/** The store that a command names, with the home's folders for what is on its way. */
export async function openDatasets(options: VersionsOptions, toRead: boolean): Promise<Datasets> {
  const { cacheDir, scratchDir } = await homeOf(options);
  const store = (await storeGiven(options)) ?? 'tunesmith-store';
  return Datasets.open(store, { cacheDir, scratchDir, toRead });
}

/** Prints an answer, for programs or for people. */
export function tell(data: unknown, lines: readonly string[], { json }: VersionsOptions): void {
  process.stdout.write(json === true ? `${JSON.stringify(data, null, 2)}\n` : `${lines.join('\n')}\n`);
}
