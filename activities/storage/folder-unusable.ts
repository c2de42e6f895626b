/** A folder that can neither be found nor made, and no code of the system's says so. */
export class FolderUnusable extends Error {
  override readonly name = 'FolderUnusable';
  readonly path: string;
  /** Why, and what to do. */
  readonly reason: string;

  constructor(path: string, reason: string) {
    super(`${path} cannot be used: ${reason}`);
    this.path = path;
    this.reason = reason;
  }
}
