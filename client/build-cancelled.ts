/** A build that somebody cancelled. What it had paid for stays in the store and is used by the next build. */
export class BuildCancelled extends Error {
  override name = 'BuildCancelled';
  readonly build: string;

  constructor(build: string) {
    super(`${build} was cancelled; what was finished is kept, and the next build goes on from there`);
    this.build = build;
  }
}
