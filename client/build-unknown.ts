/** There is no build of that name on the server. */
export class BuildUnknown extends Error {
  override name = 'BuildUnknown';
  readonly build: string;

  constructor(build: string) {
    super(`there is no build of ${build}; \`tunesmith status\` lists the builds`);
    this.build = build;
  }
}
