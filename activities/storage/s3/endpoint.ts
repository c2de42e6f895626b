import type { StoreConfig } from '../../../schemas/build/store.ts';

/** Where a service of S3 is, as a config names it. */
export type S3Settings = Pick<StoreConfig, 'endpointUrl' | 'region' | 'forcePathStyle' | 'caFile'>;

/** The service's address: the config's own, or that of the environment. Undefined for AWS itself. */
export function endpointOf({ endpointUrl }: Pick<S3Settings, 'endpointUrl'>): string | undefined {
  return endpointUrl ?? (process.env['AWS_ENDPOINT_URL_S3'] || process.env['AWS_ENDPOINT_URL'] || undefined);
}

/** A store's settings with the address that they mean, for those who do not look into the environment as we do. */
export function withEndpoint(store: StoreConfig): StoreConfig {
  const endpointUrl = store.uri.startsWith('s3://') ? endpointOf(store) : undefined;
  return endpointUrl === undefined ? store : { ...store, endpointUrl };
}
