/** A build of that name is under way, and it was asked for something else, or was to have no other beside it. */
export class BuildRunning extends Error {
  override name = 'BuildRunning';
  readonly build: string;

  constructor(build: string, sameConfig = false) {
    super(
      sameConfig
        ? `a build of ${build} is under way, and this one was to be refused then`
        : `a build of ${build} is under way with another config; ` +
            `wait for it, or end it with \`tunesmith cancel ${build}\`, or give this config another name`,
    );
    this.build = build;
  }
}
