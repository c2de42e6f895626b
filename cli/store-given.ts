import { Option, type Command } from 'commander';
import { StoreSchema, type StoreConfig } from '../schemas/build/store.ts';

/** How a command names a store. */
export interface StoreOptions {
  readonly store?: string;
  readonly config?: string;
}

/** Adds the options that name a store. */
export function withStore(command: Command): Command {
  return command
    .addOption(new Option('--store <uri>', 'folder or s3:// URI of the store').conflicts('config'))
    .addOption(new Option('--config <file>', 'config that names the store'));
}

/** The store that the command line names; undefined where it names none. */
export async function storeGiven({ store, config }: StoreOptions): Promise<StoreConfig | undefined> {
  if (store !== undefined) return StoreSchema.parse(store);
  if (config === undefined) return undefined;
  const { readConfigFile } = await import('../config/config-file.ts');
  const { resolvePaths } = await import('../config/paths.ts');
  const file = await readConfigFile(config);
  return StoreSchema.parse(resolvePaths(file.value, file.folder)['store'] ?? 'tunesmith-store');
}
