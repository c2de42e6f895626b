import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { S3Client } from '@aws-sdk/client-s3';
import type { StoreConfig } from '../../../schemas/build/store.ts';
import { keepNodeNotice } from './node-notice.ts';

/** Tries of one request against passing faults, by the SDK, with its backoff: about 20 seconds in all. */
const maxAttempts = 6;

/** A client on the AWS default credential chain. `silentMs`: see `transport`. */
export function s3Client(config: StoreConfig, silentMs?: number): S3Client {
  keepNodeNotice();
  return new S3Client({
    maxAttempts,
    // A bucket in another region than the configured one is found, not refused.
    followRegionRedirects: true,
    requestHandler: transport(silentMs),
    ...regionOf(config),
    ...endpointOf(config),
  });
}

const sockets = { maxSockets: 64, keepAlive: true };

/**
 * How requests travel. A service that says nothing for `silentMs`, before its answer or in the middle of one, is given
 * up and asked again: without these the SDK waits for ever (its `requestTimeout` alone only warns on the console).
 */
export function transport(silentMs = 120_000) {
  return {
    connectionTimeout: 10_000,
    requestTimeout: silentMs,
    throwOnRequestTimeout: true,
    socketTimeout: silentMs,
    httpAgent: sockets,
    httpsAgent: sockets,
  };
}

/** Without a region the SDK looks into the environment and the profile, and fails if neither names one. */
function regionOf(config: StoreConfig): S3ClientConfig {
  if (config.region !== undefined) return { region: config.region };
  return config.endpointUrl === undefined ? {} : { region: 'us-east-1' };
}

/** Services other than AWS: often no host name per bucket, and no checksum trailers. */
function endpointOf(config: StoreConfig): S3ClientConfig {
  if (config.endpointUrl === undefined)
    return config.forcePathStyle === undefined ? {} : { forcePathStyle: config.forcePathStyle };
  return {
    endpoint: config.endpointUrl,
    forcePathStyle: config.forcePathStyle ?? true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  };
}
