import { S3ServiceException } from '@aws-sdk/client-s3';
import { CorpusUnreadable } from './corpus-unreadable.ts';

/** What went wrong at the object store that was asked, in the user's terms; overload and broken networks are worth another try. */
export function s3Unreadable(uri: string, error: unknown, asked: string): CorpusUnreadable {
  const bucket = uri.split('/', 3).join('/');
  const name = error instanceof Error ? error.name : String(error);
  const message = error instanceof Error ? error.message : '';
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  // Servers differ in the names, and even in the status, that they give a wrong key.
  const refused = status !== undefined && status >= 400 && status < 500 && status !== 429;
  if (name === 'NoSuchBucket') {
    return new CorpusUnreadable({
      path: uri,
      problem: `there is no bucket ${bucket} at ${asked}`,
      fix: 'Correct the name, or set AWS_ENDPOINT_URL if the bucket is on a server of your own',
      cause: error,
    });
  }
  if (name === 'NoSuchKey' || name === 'NotFound') {
    return new CorpusUnreadable({
      path: uri,
      problem: 'there is no such object',
      fix: 'It may have been deleted since it was listed; start the build again',
      cause: error,
    });
  }
  if (name === 'CredentialsProviderError' || refused) {
    return new CorpusUnreadable({
      path: uri,
      problem: `access was refused (${name}: ${message})`,
      fix: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, to an account that may list and read it',
      cause: error,
    });
  }
  if (message.includes('Region is missing')) {
    return new CorpusUnreadable({
      path: uri,
      problem: 'the region of the bucket is not known',
      fix: 'Set AWS_REGION',
      cause: error,
    });
  }
  return new CorpusUnreadable({
    path: uri,
    problem: `the object store ${asked} did not answer (${name}: ${message})`,
    fix: 'Check AWS_ENDPOINT_URL, AWS_REGION and the network',
    permanent: status !== undefined && status < 400,
    cause: error,
  });
}
