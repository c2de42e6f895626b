import type { RowShape } from '../table/column.ts';

/**
 * What a row may have beside its kind's plain texts, and what a trainer must see of it: a format has a place for it, or
 * is not written. `prompt_messages`: a prompt of several messages.
 */
export type Place = 'system' | 'reasoning' | 'tools' | 'prompt_messages';

/** What a kind of datasets is: its rows, and the forms in which they are written. */
export interface Kind<Format extends string> {
  /** Columns that its rows have at least. */
  readonly needs: RowShape;
  /** Columns of which its rows have one. */
  readonly oneOf?: RowShape;
  /**
   * The texts of a row, by what they are in a card: they are measured, and each has its tokens in a column
   * `<text>_tokens`.
   */
  readonly texts: Readonly<Record<string, string>>;
  /** What it may be written in. `parquet` has all columns, the others are JSONL. */
  readonly formats: readonly [Format, ...Format[]];
  /** What each format but `parquet` has a place for. */
  readonly places: Readonly<Record<string, readonly Place[]>>;
  /** What it is written in where the config names nothing: those of them that have a place for all of the rows' texts. */
  readonly usual: readonly Format[];
  /** What a model learns from it, as the Hugging Face hub names it. */
  readonly task: string;
}
