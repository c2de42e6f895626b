import type { Endpoint } from '../../schemas/inference/endpoint.ts';
import { proxyFor } from '../../schemas/proxy.ts';
import { certificatesOf } from '../certificates.ts';
import type { Route } from './transport.ts';

/** How a base URL of an endpoint is reached from this process. Throws CertificatesUnusable. */
export function routeOf(
  url: string,
  { caFile }: Pick<Endpoint, 'caFile'>,
  env: NodeJS.ProcessEnv,
): Omit<Route, 'connections'> {
  const proxy = proxyFor(url, env);
  return {
    ...(proxy === undefined ? {} : { proxy }),
    ...(caFile === undefined ? {} : { ca: certificatesOf(caFile) }),
  };
}
