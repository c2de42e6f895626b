/** A bank that the store does not have, or that documents cannot be matched with. */
export class BankUnusable extends Error {
  override name = 'BankUnusable';
}
