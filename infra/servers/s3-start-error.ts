/** An S3 server was started and did not come up. The message ends with its last log lines. */
export class S3StartError extends Error {
  override name = 'S3StartError';
  /** Another process took the port between its choice and its use: a start with another port may work. */
  readonly portTaken: boolean;

  constructor(message: string, portTaken: boolean) {
    super(message);
    this.portTaken = portTaken;
  }
}
