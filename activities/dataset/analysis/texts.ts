import { kindOf, tokensColumn, type KindName } from '../../../schemas/kinds/index.ts';
import { identifier } from '../../parquet/sql.ts';
import { kindWriters } from '../kinds/index.ts';
import { columnsThatAre, type OpenRows } from '../open-rows.ts';

/** A text of the rows that is measured. */
export interface Text {
  /** What it is called, the column's name where it is one. */
  readonly name: string;
  readonly sql: string;
  /** Column with its tokens, where there is one. */
  readonly tokens: string | undefined;
}

/** The texts of a kind's rows, then the documents that they were made from. */
export function textsOf(kind: KindName, { columns }: OpenRows): Text[] {
  const has = (column: string): boolean => columns.some(({ name }) => name === column);
  const counts = columnsThatAre(columns, 'tokens');
  return [
    ...Object.keys(kindOf(kind).texts).map((name) => ({
      name,
      sql: kindWriters[kind].text(name, has),
      tokens: columns.find((column) => column.name === tokensColumn(name))?.name,
    })),
    ...columnsThatAre(columns, 'document').map(({ name }) => ({
      name,
      sql: identifier(name),
      tokens: counts.find(({ meaning }) => meaning.of === name)?.name,
    })),
  ];
}
