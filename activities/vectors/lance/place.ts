import { s3AddressOf, type StoreConfig } from '../../../schemas/build/store.ts';

/** Where a Lance database is, and what Lance must know to get there. */
export interface LancePlace {
  /** A folder, or s3://bucket/prefix. */
  readonly uri: string;
  readonly storageOptions: Readonly<Record<string, string>>;
}

/**
 * The store's settings as Lance names them. Credentials are not among them: Lance goes through the AWS default chain by
 * itself, and renews what it finds there.
 */
export function storageOptionsOf(store: StoreConfig): Record<string, string> {
  if (s3AddressOf(store.uri) === undefined) return {};
  const { endpointUrl, sse } = store;
  const region = store.region ?? (endpointUrl === undefined ? undefined : 'us-east-1');
  const pathStyle = store.forcePathStyle ?? endpointUrl !== undefined;
  return {
    virtual_hosted_style_request: String(!pathStyle),
    ...(region === undefined ? {} : { region }),
    ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl, allow_http: 'true' }),
    ...(sse === undefined ? {} : { aws_server_side_encryption: sse.algorithm }),
    ...(sse?.kmsKeyId === undefined ? {} : { aws_sse_kms_key_id: sse.kmsKeyId }),
  };
}
