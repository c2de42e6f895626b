import type { Json } from '../../schemas/json.ts';

/** Why a line gave no record. Counts are grouped by `reason`; `detail` and `raw` are for people. */
export interface LineReject {
  readonly reason: string;
  readonly detail: string | null;
  readonly raw: string | null;
}

export type RecordLine =
  | { readonly line: number; readonly record: Record<string, Json> }
  | { readonly line: number; readonly reject: LineReject };

/** What was met in a file: lines that are neither a record nor a reject are blank. */
export interface Tally {
  readonly records: number;
  readonly rejects: number;
  readonly blank: number;
}

/** Longest raw text that is kept with a reject, in characters. */
const longestRaw = 2_000;

/** The beginning of what was rejected, as text that any reader can show. */
export function excerpt(raw: Uint8Array | string): string {
  const text = typeof raw === 'string' ? raw : Buffer.from(raw.subarray(0, 4 * longestRaw)).toString('utf8');
  const shown = text.length > longestRaw ? `${text.slice(0, longestRaw)}…` : text;
  return shown.replaceAll('\0', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD');
}
