import type { JsonlFormat } from '../../../schemas/kinds/index.ts';
import type { Section } from '../../../schemas/dataset/section.ts';
import type { DuckDB } from '../../parquet/duckdb.ts';

/** How a kind's rows become lines of JSONL. */
export interface LineFormat {
  /** SQL of what a line holds, after SELECT. */
  line(given: LineInput): string;
  /** How a line looks, in Markdown. */
  readonly shape: string;
}

/** SQL of what a row may have beside its kind's columns. */
export interface RowParts {
  /** Its system message; `mayBeNull` where some rows have none. */
  readonly system: { readonly sql: string; readonly mayBeNull: boolean } | undefined;
  /** What a model thought before it wrote a text, where a column tells it; null where it did not. */
  readonly reasoning: ReadonlyMap<string, string>;
  readonly thoughts: Thoughts;
}

/** Where thoughts stand: nowhere, in a field of their messages, or between tags before the answer. */
export type Thoughts = 'none' | 'field' | { readonly open: string; readonly close: string };

export interface LineInput extends RowParts {
  readonly has: HasColumn;
}

export type HasColumn = (column: string) => boolean;

/** What publishing has to know of a kind of datasets, beside its shape in schemas/kinds. */
export interface KindWriter {
  /** SQL of one of its texts. */
  text(name: string, has: HasColumn): string;
  /** SQL that is true for a row whose own columns hold reasoning. */
  readonly reasons?: string;
  /** SQL of columns that are written otherwise where a dataset is to hold no reasoning. */
  readonly unreasoned?: Readonly<Record<string, string>>;
  readonly formats: { readonly [Name in JsonlFormat]?: LineFormat };
  /** What its rows are, for the card and for the report. */
  readonly words: { readonly rows: string; readonly short: string };
  /** Tags of its card. */
  readonly tags: readonly string[];
  /** Where the config's system message stands, for the card. */
  systemNotice(formats: readonly JsonlFormat[]): string;
  /** SQL of a list of what a sample shows of a row: `samplePart`s. */
  sample(has: HasColumn): string;
  /** SQL of a few words on a row's size. */
  readonly size: string;
  /** What card and report tell of such rows; the view `dataset` holds them. */
  sections?(db: DuckDB): Promise<Section[]>;
}

/** Longest text that a sample shows, in characters. */
const longest = 12_000;

/** SQL of a text that samples show; the report sets what a model is asked apart from what it answers. */
export function samplePart(title: string, text: string, asks = 'false'): string {
  return `{'title': ${title}, 'text': left(${text}, ${longest}), 'length': length(${text}), 'asks': ${asks}}`;
}
