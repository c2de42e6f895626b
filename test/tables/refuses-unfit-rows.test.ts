import { expect, it } from 'vitest';
import { z } from 'zod';
import { readRows } from '../../activities/parquet/read-rows.ts';
import { RowUnfit } from '../../activities/parquet/row-unfit.ts';
import { writeRows } from '../../activities/parquet/write-rows.ts';
import { columnsOf } from '../../schemas/table/column.ts';
import { withDuckDB } from '../../activities/parquet/duckdb.ts';
import { testFolder } from './rows.ts';

const at = testFolder();
const columns = columnsOf({
  id: z.string(),
  count: z.int(),
  tags: z.array(z.string()),
  note: z.string().nullable(),
  meta: z.unknown(),
});
const fit = { id: 'r1', count: 1, tags: ['a'], note: null, meta: {} };

it.each([
  [{ id: null }, 'column "id" is VARCHAR and cannot hold null'],
  [{ count: 1.5 }, 'row r1: column "count" is BIGINT and cannot hold 1.5 (number)'],
  [{ count: 2 ** 53 }, 'cannot hold 9007199254740992'],
  [{ count: '1' }, 'cannot hold "1" (string)'],
  [{ count: undefined }, 'cannot hold undefined'],
  [{ tags: ['a', null] }, 'column "tags" is VARCHAR[]'],
  [{ tags: 'a' }, 'column "tags" is VARCHAR[]'],
  [{ meta: undefined }, 'column "meta"'],
  [{ note: 3 }, 'column "note"'],
])('%j', async (change, message) => {
  const write = writeRows(at('x.parquet'), columns, [fit, { ...fit, ...change }]);
  await expect(write).rejects.toThrow(RowUnfit);
  await expect(writeRows(at('x.parquet'), columns, [fit, { ...fit, ...change }])).rejects.toThrow(message);
});

it('works on after a refusal', async () => {
  await writeRows(at('y.parquet'), columns, [fit, { ...fit, note: undefined }]);
  expect(await readRows(at('y.parquet'), columns)).toEqual([fit, fit]);
});

it('refuses an integer that a number cannot hold exactly, when it is read', async () => {
  await withDuckDB({ memoryLimit: '100MB', scratchDir: at() }, (db) =>
    db.run(`COPY (SELECT 'a' AS id, 9007199254740993 AS count) TO '${at('big.parquet')}' (FORMAT parquet)`),
  );
  await expect(readRows(at('big.parquet'), columns.slice(0, 2))).rejects.toThrow(
    '9007199254740993 is beyond',
  );
});
