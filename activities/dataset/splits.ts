import { z } from 'zod';
import type { SplitName, SplitRows, Splits } from '../../schemas/splits.ts';
import { splitNames } from '../../schemas/splits.ts';
import type { DuckDB } from '../parquet/duckdb.ts';
import { literal } from '../parquet/sql.ts';

/** A split with what chooses its rows. */
export interface Split extends SplitRows {
  /** SQL over the column `id`; undefined where all rows are in it. */
  readonly where: string | undefined;
}

/** The splits of the view `dataset` that have rows; without any in the config, all rows are to train on. */
export async function splitRows(db: DuckDB, splits: Splits | undefined, rows: number): Promise<Split[]> {
  if (splits === undefined) return rows === 0 ? [] : [{ name: 'train', rows, where: undefined }];
  const split = splitSql(splits);
  const found = await db.rows(`SELECT ${split} AS name, count(*) AS rows FROM dataset GROUP BY ALL`, {
    name: z.enum(splitNames),
    rows: z.int(),
  });
  return splitNames.flatMap((name) => {
    const of = found.find((each) => each.name === name);
    return of === undefined ? [] : [{ name, rows: of.rows, where: `${split} = ${literal(name)}` }];
  });
}

/**
 * SQL of a row's split: its id and the seed as a number from 0 to 1, of which the first part is `test` and the next
 * `validation`. MD5, since DuckDB's own hash may be another one in another version.
 */
function splitSql({ validation = 0, test = 0, seed }: Splits): string {
  const place = `(md5_number_lower(concat('${seed} ', id)) >> 11)::DOUBLE / 9007199254740992`;
  return `CASE WHEN ${place} < ${test} THEN 'test' WHEN ${place} < ${test + validation} THEN 'validation' ELSE 'train' END`;
}

/** How a file of a split begins, or ends: the first of its parts is what a trainer looks for. */
export function ofSplit(stem: string, split: SplitName): string {
  return split === 'train' ? stem : `${stem}-${split}`;
}
