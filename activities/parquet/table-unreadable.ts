/** A Parquet file that is damaged, cut short, or lacks a column. */
export class TableUnreadable extends Error {
  override readonly name = 'TableUnreadable';
  readonly path: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(
      `${path} cannot be read as a table: ${reason}. If the file was cut short or changed, remove it and resume the ` +
        'build, which writes it again.',
      options,
    );
    this.path = path;
  }
}
