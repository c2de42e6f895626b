import { S3ServiceException } from '@aws-sdk/client-s3';
import { codeOf } from '../file-fault.ts';
import { StoreUnavailable } from '../store-unavailable.ts';
import type { Bucket } from './bucket.ts';
import { endpointOf } from './endpoint.ts';

/** Runs S3 requests; a fault of the whole store becomes one line that says what to do. */
export async function onBucket<T>(bucket: Bucket, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    throw explained(bucket, error);
  }
}

/** The fault as a `StoreUnavailable` if it is one of the store, else as it was. */
export function explained(bucket: Bucket, error: unknown): unknown {
  const reason = reasonOf(bucket, error);
  if (reason === undefined) return error;
  const permanent = !isUnreachable(error);
  return new StoreUnavailable(`${bucket.config.uri} cannot be used: ${reason}`, { permanent, cause: error });
}

/** HTTP status of an S3 answer that is an error. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}

/** True for an answer that says that the object, not the bucket, is not there. */
export function isMissing(error: unknown): boolean {
  return statusOf(error) === 404 && error instanceof Error && error.name !== 'NoSuchBucket';
}

function reasonOf(bucket: Bucket, error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return reasonByName(bucket, error.name) ?? reasonByStatus(error) ?? reasonByCode(bucket, error);
}

function reasonByName(bucket: Bucket, name: string): string | undefined {
  switch (name) {
    case 'NoSuchBucket':
      return `there is no bucket "${bucket.name}" at ${endpointOf(bucket.config) ?? 'AWS'}. Create it, or correct the store in the config.`;
    case 'CredentialsProviderError':
      return 'no AWS credentials were found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run where a role is attached.';
    case 'InvalidAccessKeyId':
    case 'SignatureDoesNotMatch':
      return `${endpointOf(bucket.config) ?? 'AWS'} refuses the AWS credentials as wrong. Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the profile.`;
    case 'ExpiredToken':
    case 'ExpiredTokenException':
    case 'TokenRefreshRequired':
      return 'the AWS session has expired. Log in again (aws sso login) and resume the build.';
    case 'RequestTimeTooSkewed':
      return "this machine's clock is wrong by more than 15 minutes. Correct it.";
    case 'PermanentRedirect':
    case 'AuthorizationHeaderMalformed':
    case 'IllegalLocationConstraintException':
      return `the bucket "${bucket.name}" is in another region. Set the store's region to the bucket's.`;
    default:
      return undefined;
  }
}

function reasonByStatus(error: Error): string | undefined {
  const status = statusOf(error);
  if (status === 403 || status === 401)
    return `access denied (${error.name}). The credentials need s3:GetObject, s3:PutObject, s3:DeleteObject, s3:AbortMultipartUpload and s3:ListBucket there.`;
  if (status === 507 || error.name === 'QuotaExceeded')
    return 'the service has no space left. Free some and resume the build.';
  return undefined;
}

/** No connection, a broken one, or none of an answer in time; the SDK's own timeouts have a name, and some no code. */
function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'TimeoutError' || unreachable.includes(codeOf(error) ?? '');
}

const unreachable = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ECONNRESET',
  'EPIPE',
];

function reasonByCode(bucket: Bucket, error: Error): string | undefined {
  const code = codeOf(error);
  if (error.message === 'Region is missing')
    return "no region is known. Set AWS_REGION, or the store's region in the config.";
  if (!isUnreachable(error)) return undefined;
  const place = endpointOf(bucket.config) ?? hostOf(error) ?? 'AWS';
  return `${place} does not answer (${code ?? error.name}). Check the address and the network, then resume the build.`;
}

/** The host that was looked up, as Node's errors name it. */
function hostOf(error: Error): string | undefined {
  return 'hostname' in error && typeof error.hostname === 'string' ? error.hostname : undefined;
}
