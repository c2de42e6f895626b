/** The local Temporal server has ended while a command used it. */
export class ServerLost extends Error {
  override name = 'ServerLost';

  constructor(address: string, log: string) {
    super(
      `the Temporal server at ${address} has ended; the end of ${log} may tell why. ` +
        'Run the same command again: builds go on where they were',
    );
  }
}
