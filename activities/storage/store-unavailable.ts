/** The store cannot be used at all: missing bucket, no credentials, no permission, no connection. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  /** False where it may come back by itself, such as a service that does not answer. */
  readonly permanent: boolean;

  constructor(message: string, { permanent = true, cause }: { permanent?: boolean; cause?: unknown } = {}) {
    super(message, { cause });
    this.permanent = permanent;
  }
}
