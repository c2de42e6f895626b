/** There was no connection, or it broke before the whole answer was here. */
export class NoConnection extends Error {
  override readonly name = 'NoConnection';
  /** False where the server took the request and then dropped it. */
  readonly neverConnected: boolean;

  /** @param proxy through which the server was to be reached */
  constructor(error: Error, proxy?: string) {
    const code = codeOf(error);
    const through = proxy === undefined ? '' : ` (through the proxy ${proxy} that the environment names)`;
    super(`${describe(error, code)}${through}`);
    this.neverConnected = code !== undefined && code in NEVER_CONNECTED;
  }
}

const NEVER_CONNECTED: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name cannot be looked up just now',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  EADDRNOTAVAIL: 'no local port is free for another connection',
  EMFILE: 'this process has too many files and connections open (raise `ulimit -n`)',
  UND_ERR_CONNECT_TIMEOUT: 'the host does not take the connection',
  CERT_HAS_EXPIRED: 'the certificate of the server has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate of the server is self-signed (see NODE_EXTRA_CA_CERTS)',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate of the server is self-signed (see NODE_EXTRA_CA_CERTS)',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'the certificate of the server cannot be verified (see NODE_EXTRA_CA_CERTS)',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'the certificate of the server cannot be verified (see NODE_EXTRA_CA_CERTS)',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate of the server is for another host name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the server does not speak TLS (http:// instead of https://?)',
};

function codeOf(error: Error): string | undefined {
  if ('code' in error && typeof error.code === 'string') return error.code;
  // Several addresses were tried for one host name.
  if (error instanceof AggregateError) {
    const first: unknown = error.errors[0];
    if (first instanceof Error) return codeOf(first);
  }
  return undefined;
}

function describe(error: Error, code: string | undefined): string {
  const known = code === undefined ? undefined : NEVER_CONNECTED[code];
  if (known !== undefined) return known;
  return `the connection broke before the answer was complete (${code ?? error.name}: ${error.message})`;
}
