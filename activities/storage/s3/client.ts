import { Agent, type AgentOptions } from 'node:https';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { S3Client } from '@aws-sdk/client-s3';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { StoreConfig } from '../../../schemas/build/store.ts';
import { proxyFor } from '../../../schemas/proxy.ts';
import { certificatesOf } from '../../certificates.ts';
import { endpointOf, type S3Settings } from './endpoint.ts';
import { keepNodeNotice } from './node-notice.ts';

/** Tries of one request against passing faults, by the SDK, with its backoff: about 20 seconds in all. */
const maxAttempts = 6;

/** A client on the AWS default credential chain, for stores and corpora alike. `silentMs`: see `transport`. */
export function s3Client(settings: S3Settings, silentMs?: number, more: S3ClientConfig = {}): S3Client {
  keepNodeNotice();
  const endpoint = endpointOf(settings);
  return new S3Client({
    maxAttempts,
    // A bucket in another region than the configured one is found, not refused.
    followRegionRedirects: true,
    requestHandler: transport(silentMs, settings),
    ...regionOf(settings, endpoint),
    ...serviceOf(settings, endpoint),
    ...more,
  });
}

const sockets = { maxSockets: 64, keepAlive: true };

/** What of a service says how it is reached. */
export type Reached = Pick<StoreConfig, 'endpointUrl' | 'region' | 'caFile'>;

/**
 * How requests travel: through the environment's proxy, where it names one for the service. A service that says nothing
 * for `silentMs`, before its answer or in the middle of one, is given up and asked again: without these the SDK waits
 * for ever (its `requestTimeout` alone only warns on the console). Throws CertificatesUnusable.
 */
export function transport(silentMs = 120_000, service: Reached = {}, env: NodeJS.ProcessEnv = process.env) {
  return {
    connectionTimeout: 10_000,
    requestTimeout: silentMs,
    throwOnRequestTimeout: true,
    socketTimeout: silentMs,
    ...agentsFor(service, env),
  };
}

function agentsFor(service: Reached, env: NodeJS.ProcessEnv) {
  const proxy = proxyFor(urlOf(service, env), env);
  const trusted = service.caFile === undefined ? {} : { ca: [...certificatesOf(service.caFile)] };
  const secure = { ...sockets, ...trusted };
  if (proxy !== undefined)
    return {
      httpAgent: new HttpProxyAgent(proxy, sockets),
      httpsAgent: tunnelThrough(proxy, secure, trusted),
    };
  return { httpAgent: sockets, httpsAgent: service.caFile === undefined ? sockets : new Agent(secure) };
}

/** The options that the agent takes are for the proxy alone; those of the service behind it stand with the agent. */
function tunnelThrough(proxy: string, secure: AgentOptions, trusted: AgentOptions): HttpsProxyAgent<string> {
  const agent = new HttpsProxyAgent(proxy, secure);
  Object.assign(agent.options, trusted);
  return agent;
}

/** As the SDK finds it; AWS itself by its region, which is all that exceptions from a proxy could name. */
function urlOf({ endpointUrl, region }: Reached, env: NodeJS.ProcessEnv): string {
  const named = [endpointUrl, env['AWS_ENDPOINT_URL_S3'], env['AWS_ENDPOINT_URL']].find(
    (url) => url && URL.canParse(url),
  );
  return named ?? `https://s3.${region ?? env['AWS_REGION'] ?? 'us-east-1'}.amazonaws.com`;
}

/** Without a region the SDK looks into the environment and the profile, and fails if neither names one. */
function regionOf({ region }: S3Settings, endpoint: string | undefined): S3ClientConfig {
  if (region !== undefined) return { region };
  const told = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  return endpoint === undefined ? {} : { region: told ?? 'us-east-1' };
}

/** Services other than AWS: often no host name per bucket, and no checksum trailers. */
function serviceOf({ forcePathStyle }: S3Settings, endpoint: string | undefined): S3ClientConfig {
  if (endpoint === undefined) return forcePathStyle === undefined ? {} : { forcePathStyle };
  return {
    endpoint,
    forcePathStyle: forcePathStyle ?? true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  };
}
