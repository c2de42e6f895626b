/** No Temporal server answers at the address. */
export class ServerUnreachable extends Error {
  override name = 'ServerUnreachable';
  readonly address: string;

  constructor(address: string, reason: string, options?: ErrorOptions) {
    super(`no Temporal server answers at ${address} (${reason}); is it running there?`, options);
    this.address = address;
  }
}
