import { BlockList, isIP } from 'node:net';

/** What an environment says of proxies; names are looked up in lower case first, as curl does. */
export type ProxyEnv = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for a URL: HTTP_PROXY or HTTPS_PROXY by its scheme, or else ALL_PROXY, unless
 * NO_PROXY excepts its host. Undefined where there is none; a loopback address never has one.
 */
export function proxyFor(url: string, env: ProxyEnv): string | undefined {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (isLoopback(host)) return undefined;
  const scheme = protocol.replace(':', '');
  const named = variable(env, `${scheme}_proxy`) ?? variable(env, 'all_proxy');
  if (named === undefined || isExcepted(host, port || usualPort(scheme), variable(env, 'no_proxy')))
    return undefined;
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(named) ? named : `http://${named}`;
}

/**
 * The same for a gRPC server at `host:port`, with gRPC's own names before the others: GRPC_PROXY, HTTPS_PROXY, HTTP_PROXY,
 * and NO_GRPC_PROXY before NO_PROXY.
 */
export function proxyForGrpc(address: string, env: ProxyEnv): string | undefined {
  const first = (...names: readonly string[]) =>
    names.map((name) => variable(env, name)).find((value) => value !== undefined);
  const named = first('grpc_proxy', 'https_proxy', 'http_proxy');
  return proxyFor(`http://${address}`, { http_proxy: named, no_proxy: first('no_grpc_proxy', 'no_proxy') });
}

function variable(env: ProxyEnv, name: string): string | undefined {
  const value = (env[name] ?? env[name.toUpperCase()])?.trim();
  return value === '' ? undefined : value;
}

function usualPort(scheme: string): string {
  return scheme === 'https' ? '443' : '80';
}

/** This very machine: no proxy reaches it. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  return host === '::1' || host === '0.0.0.0' || host === '::' || /^127(?:\.\d+){3}$/.test(host);
}

/** `*`, hosts, domains with a dot or star before them or without, addresses and ranges of them, each with a port or without. */
function isExcepted(host: string, port: string, list: string | undefined): boolean {
  const entries = (list ?? '')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  return entries.some((entry) => {
    if (entry === '*') return true;
    if (isIP(entry.replace(/^\[|\]$/g, '')) !== 0) return entry.replace(/^\[|\]$/g, '') === host;
    if (entry.includes('/')) return isInRange(host, entry);
    const [, name = entry, only] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
    if (only !== undefined && only !== port) return false;
    const domain = name.replace(/^\*?\./, '').replace(/^\[|\]$/g, '');
    return host === domain || host.endsWith(`.${domain}`);
  });
}

function isInRange(host: string, range: string): boolean {
  const [network = '', bits = ''] = range.split('/');
  const family = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');
  if (isIP(host) === 0 || isIP(network) === 0 || !/^\d{1,3}$/.test(bits)) return false;
  if (Number(bits) > (isIP(network) === 6 ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), family(network));
  return list.check(host, family(host));
}
