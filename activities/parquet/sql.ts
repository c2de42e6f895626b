/** A string as a SQL literal, for the places where DuckDB takes no parameter (COPY, CREATE VIEW, SET). */
export function literal(text: string): string {
  if (text.includes('\0'))
    throw new TypeError(`a NUL character cannot be part of SQL: ${JSON.stringify(text)}`);
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as a SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * Parquet files as a FROM item. Names are taken as they are: no globs, no columns from folders such as `a=1`. `file` names
 * a column with the path that each row stands in.
 */
export function parquetFiles(paths: readonly string[], { file }: { readonly file?: string } = {}): string {
  const named = file === undefined ? '' : `, filename = ${literal(file)}`;
  return `read_parquet([${listed(paths)}], hive_partitioning = false${named})`;
}

/** The columns of a Parquet file and their parts, the file's root first. */
export function parquetSchema(path: string): string {
  return `parquet_schema(${literal(withoutGlobs(path))})`;
}

/** What the footers of Parquet files say of them. */
export function parquetFooters(paths: readonly string[]): string {
  return `parquet_file_metadata([${listed(paths)}])`;
}

/** The same with each row's place in its file, as the column `file_row_number`. */
export function placedParquetFiles(paths: readonly string[]): string {
  return `read_parquet([${listed(paths)}], hive_partitioning = false, file_row_number = true)`;
}

function listed(paths: readonly string[]): string {
  return paths.map((path) => literal(withoutGlobs(path))).join(', ');
}

function withoutGlobs(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}

/** How every table is written: zstd, and nothing that depends on time or machine, so equal rows give equal bytes. */
export const parquetFormat = '(FORMAT parquet, COMPRESSION zstd)';

/** For files that are read once and removed: quicker to write than zstd. */
export const passing = '(FORMAT parquet, COMPRESSION lz4)';
