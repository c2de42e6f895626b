import { z } from 'zod';
import { mayBeSecret, refuseSecrets } from '../secrets.ts';

/** How S3 encrypts what is written. Without it the bucket's own default holds. */
export const EncryptionSchema = z.strictObject({
  algorithm: z.enum(['AES256', 'aws:kms']),
  /** Key for `aws:kms`; without it the account's default key. */
  kmsKeyId: z.string().min(1).optional(),
});

const anyScheme = /^[a-z][a-z0-9+.-]+:\/\//i;
const s3Uri = /^s3:\/\/([a-z0-9][a-z0-9._-]{1,61}[a-z0-9])(?:\/(.*))?$/;

const UriSchema = z
  .string()
  .min(1, 'must be a folder or s3://bucket/prefix')
  .superRefine((uri, context) => {
    refuseSecrets('uri')(uri, context);
    const fault = faultOf(uri);
    if (fault === undefined) return;
    const met = mayBeSecret(uri, ['uri']) ? 'not shown: it may hold a secret' : `met: ${uri}`;
    context.addIssue({ code: 'custom', message: `${fault} (${met})` });
  });

function faultOf(uri: string): string | undefined {
  if (uri.includes('\0')) return 'must not contain NUL';
  if (!anyScheme.test(uri)) return undefined;
  if (!uri.startsWith('s3://'))
    return 'must be a folder or s3://bucket/prefix; other schemes are not supported';
  const match = s3Uri.exec(uri);
  if (match === null) return 'must be s3://bucket/prefix with a valid bucket name; credentials never go here';
  const segments = (match[2] ?? '').replace(/\/$/, '').split('/');
  if (
    segments.some((part) => part === '.' || part === '..') ||
    (segments.length > 1 && segments.includes(''))
  )
    return 'the prefix must not have empty, "." or ".." parts';
  return undefined;
}

/** An address without a trailing slash, so that one store has one name. The root folder keeps its own. */
function trimmed(uri: string): string {
  return uri.replace(/(?<=.)\/+$/, '');
}

const SettingsSchema = z
  .strictObject({
    /** A local folder (relative to the current one; `~/` is the home folder) or `s3://bucket/prefix`. */
    uri: UriSchema,
    /** Base URL of an S3-compatible service, such as http://127.0.0.1:9000. */
    endpointUrl: z
      .url({ protocol: /^https?$/, error: 'must be a URL such as https://s3.example.org' })
      .superRefine(refuseSecrets('endpointUrl'))
      .optional(),
    /** AWS region; otherwise AWS_REGION, the profile's, or us-east-1. */
    region: z.string().min(1).optional(),
    /** Bucket in the path instead of the host name. @default true with `endpointUrl`, else false */
    forcePathStyle: z.boolean().optional(),
    sse: EncryptionSchema.optional(),
    /** File with certificates (PEM) of authorities that the service may be vouched for by. */
    caFile: z.string().min(1).optional(),
    /** Size to which the local cache of downloads is trimmed. @default 10 */
    cacheGiB: z.number().positive().optional(),
  })
  .superRefine((store, context) => {
    if (store.uri.startsWith('s3://')) return;
    for (const name of ['endpointUrl', 'region', 'forcePathStyle', 'sse', 'caFile', 'cacheGiB'] as const)
      if (store[name] !== undefined)
        context.addIssue({
          code: 'custom',
          path: [name],
          message: `is for s3:// stores only; ${store.uri} is a folder`,
        });
  });

/**
 * Where tables and datasets are kept: a folder, `s3://bucket/prefix`, or an object with the service's details.
 * Credentials are never part of it: they come from the AWS default chain (environment, profile, instance role).
 */
export const StoreSchema = z
  .union([z.string(), SettingsSchema], {
    error: 'must be a folder, s3://bucket/prefix, or an object with a uri',
  })
  .transform((store) => (typeof store === 'string' ? { uri: store } : store))
  .pipe(SettingsSchema)
  .transform((store) => ({ ...store, uri: trimmed(store.uri) }));

export type StoreInput = z.input<typeof StoreSchema>;
export type StoreConfig = z.output<typeof StoreSchema>;

/** Bucket and prefix (no slash at either end) of an S3 store, undefined for a folder. */
export function s3AddressOf(uri: string): { bucket: string; prefix: string } | undefined {
  const match = s3Uri.exec(uri);
  if (match?.[1] === undefined) return undefined;
  return { bucket: match[1], prefix: (match[2] ?? '').replace(/\/$/, '') };
}
