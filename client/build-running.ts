/** A build of that name is under way, and it was asked for something else. */
export class BuildRunning extends Error {
  override name = 'BuildRunning';
  readonly build: string;

  constructor(build: string) {
    super(
      `a build of ${build} is under way with another config; ` +
        `wait for it, or end it with \`tunesmith cancel ${build}\`, or give this config another name`,
    );
    this.build = build;
  }
}
