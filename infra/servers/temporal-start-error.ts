/** A Temporal server was started and did not come up. The message ends with its last log lines. */
export class TemporalStartError extends Error {
  override name = 'TemporalStartError';
  /** Another process took the port between its choice and its use: a start with another port may work. */
  readonly portTaken: boolean;
  /** A server that is about to end still has the database. */
  readonly stillServed: boolean;

  constructor(
    message: string,
    { portTaken, stillServed = false, cause }: { portTaken: boolean; stillServed?: boolean; cause?: unknown },
  ) {
    super(message, { cause });
    this.portTaken = portTaken;
    this.stillServed = stillServed;
  }
}
