import type { JsonlFormat } from '../../../schemas/kinds/index.ts';

/** How a kind's rows become lines of JSONL. */
export interface LineFormat {
  /** SQL of what a line holds, after SELECT. */
  line(given: LineInput): string;
  /** How a line looks, in Markdown. */
  readonly shape: string;
}

export interface LineInput {
  /** SQL of a system message that each row begins with, where the config has one. */
  readonly system: string | undefined;
}

/** What publishing has to know of a kind of datasets, beside its shape in schemas/kinds. */
export interface KindWriter {
  /** SQL of each of its texts. */
  readonly texts: Readonly<Record<string, string>>;
  readonly formats: { readonly [Name in JsonlFormat]?: LineFormat };
  /** What its rows are, for the card and for the report. */
  readonly words: { readonly rows: string; readonly short: string };
  /** Tags of its card. */
  readonly tags: readonly string[];
  /** Where the config's system message stands, for the card. */
  systemNotice(formats: readonly JsonlFormat[]): string;
  /** SQL of a list of what a sample shows of a row: `samplePart`s. */
  readonly sample: string;
  /** SQL of a few words on a row's size. */
  readonly size: string;
}

/** Longest text that a sample shows, in characters. */
const longest = 12_000;

/** SQL of a text that samples show; the report sets what a model is asked apart from what it answers. */
export function samplePart(title: string, text: string, asks = false): string {
  return `{'title': '${title}', 'text': left(${text}, ${longest}), 'length': length(${text}), 'asks': ${String(asks)}}`;
}
