import type { ConnectionOptions } from '@temporalio/client';
import { loadClientConfigProfile, toClientOptions, type ClientConfigProfile } from '@temporalio/envconfig';
import { ConnectionUnusable } from './settings-unusable.ts';

type Tls = NonNullable<ConnectionOptions['tls']>;
type Env = Readonly<Record<string, string | undefined>>;

/** What a program or a command line says of the server; the rest is looked for in profile and environment. */
export interface GivenServer {
  /** @default TEMPORAL_ADDRESS, the profile's, or 127.0.0.1:7233 */
  readonly address?: string | undefined;
  /** @default TEMPORAL_NAMESPACE, the profile's, or default */
  readonly namespace?: string | undefined;
  /** Profile of `temporal.toml`. @default TEMPORAL_PROFILE, or default */
  readonly profile?: string | undefined;
  /** For servers behind TLS. With `false` neither TLS nor an API key of profile and environment is used. */
  readonly tls?: ConnectionOptions['tls'] | undefined;
  /** Goes over TLS unless `tls` says otherwise. */
  readonly apiKey?: string | undefined;
}

/** A Temporal server and the namespace there, with all that a connection to it needs. */
export interface ServerSettings {
  readonly address: string;
  readonly namespace: string;
  readonly tls: Tls;
  readonly apiKey: string | undefined;
  /** Headers of every call. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface FoundServer extends ServerSettings {
  /** What named the address, for people; undefined where nothing did and it is the usual one. */
  readonly namedBy: string | undefined;
}

/**
 * The Temporal server that commands, clients and workers use: as given, else by Temporal's own rules for all SDKs, which
 * are `TEMPORAL_*` variables and then a profile of `temporal.toml`. A variable that is empty counts as none.
 * Throws ConnectionUnusable.
 */
export function serverSettings(given: GivenServer = {}, env: Env = process.env): FoundServer {
  const vars = withoutEmpty(env);
  const profile = profileOf(given.profile, vars);
  const found = connectionOf(profile);
  const apart = given.tls === false;
  const apiKey = given.apiKey ?? (apart ? undefined : profile.apiKey);
  return {
    address: given.address ?? profile.address ?? '127.0.0.1:7233',
    namespace: given.namespace ?? profile.namespace ?? 'default',
    tls: given.tls ?? found.tls ?? apiKey !== undefined,
    apiKey,
    metadata: apart ? {} : (profile.grpcMeta ?? {}),
    namedBy: namedBy(given, vars, profile),
  };
}

/** A server of this machine that we run ourselves: neither TLS nor keys, whatever the environment has. */
export function ownServer(address: string, namespace: string): ServerSettings {
  return { address, namespace, tls: false, apiKey: undefined, metadata: {} };
}

function namedBy(given: GivenServer, vars: Record<string, string>, { address }: ClientConfigProfile) {
  if (given.address !== undefined) return '--address';
  if (vars['TEMPORAL_ADDRESS'] !== undefined) return 'TEMPORAL_ADDRESS';
  return address === undefined
    ? undefined
    : `profile ${given.profile ?? vars['TEMPORAL_PROFILE'] ?? 'default'} of ${fileOf(vars)}`;
}

function profileOf(profile: string | undefined, vars: Record<string, string>): ClientConfigProfile {
  const named = profile ?? vars['TEMPORAL_PROFILE'];
  const options = { overrideEnvVars: vars, ...(profile === undefined ? {} : { profile }) };
  try {
    return loadClientConfigProfile(options);
  } catch (error) {
    // A file without profiles.
    if (error instanceof TypeError && named === undefined)
      return loadClientConfigProfile({ ...options, disableFile: true });
    if (error instanceof TypeError || (error instanceof Error && /^Profile .* not found/.test(error.message)))
      throw new ConnectionUnusable(`there is no profile ${String(named)} in ${fileOf(vars)}`, {
        cause: error,
      });
    throw unusable(fileOf(vars), error);
  }
}

function connectionOf(profile: ClientConfigProfile): { tls: Tls | undefined } {
  const { clientCert, clientKey } = profile.tls ?? {};
  if ((clientCert === undefined) !== (clientKey === undefined)) {
    const [there, missing] = clientKey === undefined ? ['certificate', 'key'] : ['key', 'certificate'];
    throw new ConnectionUnusable(
      `the connection to Temporal has a client ${there} and no ${missing}; name both, ` +
        'by TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH or in the profile',
    );
  }
  try {
    return { tls: toClientOptions(profile).connectionOptions.tls ?? undefined };
  } catch (error) {
    throw unusable('a certificate or key of the connection to Temporal', error);
  }
}

function unusable(what: string, error: unknown): ConnectionUnusable {
  // The first line alone: a parser repeats the lines around a mistake, and there may be a key in them.
  const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  const line = error instanceof Error && 'line' in error ? ` (line ${String(error.line)})` : '';
  return new ConnectionUnusable(`${what} cannot be read: ${reason}${line}`, { cause: error });
}

function fileOf(vars: Record<string, string>): string {
  return vars['TEMPORAL_CONFIG_FILE'] ?? 'temporal.toml';
}

/** An empty header takes one of the profile away: that is a value. */
function withoutEmpty(env: Env): Record<string, string> {
  const vars: Record<string, string> = {};
  for (const [name, value] of Object.entries(env))
    if (value !== undefined && (value !== '' || name.startsWith('TEMPORAL_GRPC_META_'))) vars[name] = value;
  return vars;
}
