/** A page of rows that nobody can have. */
export class PageUnusable extends Error {
  override readonly name = 'PageUnusable';
}
