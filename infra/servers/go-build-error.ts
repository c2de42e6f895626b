/** A server could not be built with Go. The message says what to install or what the compiler said. */
export class GoBuildError extends Error {
  override name = 'GoBuildError';
}
