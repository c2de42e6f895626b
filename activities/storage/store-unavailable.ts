/** The store cannot be used at all: missing bucket, no credentials, no permission, no connection. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}
