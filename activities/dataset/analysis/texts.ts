import { kinds, type KindName } from '../../../schemas/kinds/index.ts';
import { identifier } from '../../parquet/sql.ts';
import { kindWriters } from '../kinds/index.ts';
import type { OpenRows } from '../open-rows.ts';

/** A text of the rows that is measured. */
export interface Text {
  /** What it is called, the column's name where it is one. */
  readonly name: string;
  readonly sql: string;
  /** Column with its tokens, where there is one. */
  readonly tokens: string | undefined;
}

/** The texts of a kind's rows, then the documents that they were made from. */
export function textsOf(kind: KindName, rows: OpenRows): Text[] {
  const named = [...kinds[kind].texts, ...['text'].filter((name) => rows.has(name))];
  return named.map((name) => ({
    name,
    sql: kindWriters[kind].texts[name] ?? identifier(name),
    tokens: rows.has(`${name}_tokens`) ? `${name}_tokens` : undefined,
  }));
}
