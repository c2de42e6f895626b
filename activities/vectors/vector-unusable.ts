/** A vector that holds what is no number. */
export class VectorUnusable extends Error {
  override name = 'VectorUnusable';

  constructor(id: string, value: number) {
    super(
      `row ${id}: its vector holds ${String(value)}, which nothing can be compared with; embed the row again`,
    );
  }
}
