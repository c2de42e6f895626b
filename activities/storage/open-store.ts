import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { StoreConfig } from '../../schemas/build/store.ts';
import { s3AddressOf } from '../../schemas/build/store.ts';
import { LocalStore } from './local-store.ts';
import type { Store, StoreOptions } from './store.ts';

/**
 * Opens a store and sees that it can be used: a local folder is made and written to, a bucket is asked for. Throws
 * `StoreUnavailable` with what to do. The AWS SDK is loaded only for an S3 store.
 */
export async function openStore(config: StoreConfig, options: StoreOptions): Promise<Store> {
  const address = s3AddressOf(config.uri);
  if (address === undefined) {
    const store = new LocalStore(resolve(atHome(config.uri)));
    return options.toRead === true ? store : store.open();
  }
  const { openS3Store } = await import('./s3/open.ts');
  return openS3Store(config, address, options);
}

function atHome(uri: string): string {
  return uri.replace(/^~(?=\/|$)/, () => homedir());
}
