/**
 * SQL that tells how often each value of an expression occurs in the dataset: `key` (the value's 64-bit hash) and `uses`.
 * Grouped by the hash, which DuckDB spills: measured on 20 million rows, 64 MB do, where the texts themselves fail in 80.
 */
export function usesOf(expression: string): string {
  return `SELECT hash(${expression}) AS key, count(*) AS uses FROM dataset GROUP BY hash(${expression})`;
}
