/** What a profile or the environment says of a Temporal server cannot be used. */
export class ConnectionUnusable extends Error {
  override name = 'ConnectionUnusable';
}
