/** A build that ended without a dataset. The message is the first cause's, as its author wrote it. */
export class BuildFailed extends Error {
  override name = 'BuildFailed';
  readonly build: string;
  /** The kind of the first cause, such as `EndpointsNotReady`. */
  readonly kind: string;

  constructor(build: string, { kind, message }: { kind: string; message: string }, options?: ErrorOptions) {
    super(message, options);
    this.build = build;
    this.kind = kind;
  }
}
