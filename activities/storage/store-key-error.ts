/** A key that could name something outside the store, or that not every kind of store can hold. */
export class StoreKeyError extends Error {
  override readonly name = 'StoreKeyError';

  constructor(key: string, reason: string) {
    super(`${JSON.stringify(key)} cannot name an object in a store: ${reason}`);
  }
}
