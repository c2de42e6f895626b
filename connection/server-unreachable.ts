/** No Temporal server answers at the address, or none that takes us in. */
export class ServerUnreachable extends Error {
  override name = 'ServerUnreachable';
  readonly address: string;

  /** `fault`: what is wrong with TLS, where that is known. */
  constructor(address: string, cause: unknown, fault?: string) {
    const { message, refused } = reasonOf(cause);
    super(
      refused
        ? `the Temporal server at ${address} refuses us (${message}); check the API key, the client certificate and ` +
            'the namespace'
        : fault !== undefined
          ? `no TLS connection to ${address}: ${fault.trim()}; check the server's name, its authority and our certificate`
          : `no Temporal server answers at ${address} (${message}); is it running there, with TLS or without as here?`,
      { cause },
    );
    this.address = address;
  }
}

/** The innermost cause's words: what is around it says no more than that connecting failed. */
function reasonOf(error: unknown): { message: string; refused: boolean } {
  if (!(error instanceof Error)) return { message: String(error), refused: false };
  if (error.cause instanceof Error) return reasonOf(error.cause);
  // gRPC's 7 permission denied, 16 unauthenticated; the worker's core has them in words.
  const code = 'code' in error ? error.code : undefined;
  const refused = code === 7 || code === 16 || /permission.?denied|unauthenticated/i.test(error.message);
  return { message: error.message, refused };
}
