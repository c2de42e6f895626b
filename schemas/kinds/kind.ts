import type { RowShape } from '../table/column.ts';

/** What a kind of datasets is: its rows, and the forms in which they are written. */
export interface Kind<Format extends string> {
  /** Columns that its rows have at least. */
  readonly needs: RowShape;
  /** The texts of a row, which are measured and counted; each has its tokens in a column `<text>_tokens`. */
  readonly texts: readonly string[];
  /** What it may be written in. `parquet` has all columns, the others are JSONL. */
  readonly formats: readonly [Format, ...Format[]];
  /** What it is written in where the config names nothing. */
  readonly usual: readonly Format[];
  /** What a model learns from it, as the Hugging Face hub names it. */
  readonly task: string;
}
