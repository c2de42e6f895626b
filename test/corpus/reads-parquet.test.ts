import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { listSources } from '../../activities/corpus/list-sources.ts';
import { readAll, folderWith, noObjects } from './corpus-folder.ts';

test('rows of a Parquet file come in order, as JSON: structs, lists, dates, large numbers', async () => {
  const folder = await folderWith({});
  const duckdb = await DuckDBInstance.create(':memory:');
  const connection = await duckdb.connect();
  await connection.run(
    `copy (select 'id' || i as id, case when i = 3 then null else 'text ' || i end as text, i::bigint as big,
       {bucket: 'head', tags: ['a', 'b']} as metadata, date '2024-02-03' as created
       from range(5000) t(i)) to '${join(folder, 'odd [name].parquet')}' (format parquet, row_group_size 2048)`,
  );
  connection.closeSync();
  const [file] = await listSources({ files: ['.'] }, folder, noObjects);
  if (file === undefined) throw new Error('no file was listed');
  const { lines, tally } = await readAll(file);
  expect(tally).toEqual({ records: 5000, rejects: 0, blank: 0 });
  expect(lines[4321]).toEqual({
    line: 4322,
    record: {
      id: 'id4321',
      text: 'text 4321',
      big: 4321,
      metadata: { bucket: 'head', tags: ['a', 'b'] },
      created: '2024-02-03',
    },
  });
  expect(lines[3]).toMatchObject({ record: { text: null } });
});
