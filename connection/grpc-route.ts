import { proxyForGrpc, type ProxyEnv } from '../schemas/proxy.ts';

/** Where a gRPC connection of the client goes, and what it says there. */
export interface GrpcRoute {
  readonly address: string;
  readonly channelArgs: Record<string, string | number>;
}

/**
 * The way to a Temporal server: through the environment's proxy or without one. The library would find a proxy by
 * itself, but by names in small letters alone, and for this very machine as well.
 */
export function grpcRoute(address: string, env: ProxyEnv): GrpcRoute {
  const proxy = proxyForGrpc(address, env);
  const own = { 'grpc.enable_http_proxy': 0 };
  if (proxy === undefined) return { address, channelArgs: own };
  const { hostname, port, username, password } = new URL(proxy);
  const user =
    username === '' ? {} : { 'grpc.http_connect_creds': decodeURIComponent(`${username}:${password}`) };
  return {
    address: `${hostname}:${port || '80'}`,
    channelArgs: {
      ...own,
      'grpc.http_connect_target': `dns:${address}`,
      'grpc.default_authority': address,
      ...user,
    },
  };
}
