/** An object that the store was expected to hold is not there. */
export class ObjectMissing extends Error {
  override readonly name = 'ObjectMissing';
  readonly key: string;

  constructor(key: string, place: string) {
    super(`${place} is not in the store. It was removed, or the build that writes it has not finished.`);
    this.key = key;
  }
}
