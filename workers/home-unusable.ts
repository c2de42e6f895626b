/** The folder of the local server, journals and caches cannot be used until a person acts. */
export class HomeUnusable extends Error {
  override readonly name = 'HomeUnusable';

  constructor(root: string, reason: string, options?: ErrorOptions) {
    super(`the home ${root} (TUNESMITH_HOME, --home) cannot be used: ${reason}`, options);
  }
}
