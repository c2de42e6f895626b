import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { listSources } from '../../activities/corpus/list-sources.ts';
import { documentsOf, folderWith, noObjects, onlySource, readAll, reasonsOf } from './corpus-folder.ts';

const marker = '@BAD@';

/** A Parquet file of a query's rows, in which every marker is bytes that are no UTF-8. */
async function parquetOf(query: string, options = ''): Promise<Buffer> {
  const path = join(await folderWith({}), 'x.parquet');
  const duckdb = await DuckDBInstance.create(':memory:');
  const connection = await duckdb.connect();
  await connection.run(`copy (${query}) to '${path}' (format parquet, compression uncompressed${options})`);
  connection.closeSync();
  duckdb.closeSync();
  const bytes = await readFile(path);
  for (let at = bytes.indexOf(marker); at >= 0; at = bytes.indexOf(marker))
    bytes.set([0xff, 0xfe, 0xc3, 0x28, 0x80], at);
  await writeFile(path, bytes);
  return bytes;
}

const bad = (at: number) => `case when i = ${at} then '${marker} é' else 'text ' || i end`;

test('of 10,000 rows only the one with a text that is not UTF-8 is rejected', async () => {
  const file = await parquetOf(
    `select 'id' || i as id, ${bad(7000)} as text, 'é' || (i % 3) as often from range(10000) t(i)`,
    ', row_group_size 2048',
  );
  const { lines, tally } = await readAll(await onlySource('x.parquet', file));
  expect(tally).toEqual({ records: 9999, rejects: 1, blank: 0 });
  expect(lines[7000]).toEqual({
    line: 7001,
    reject: { reason: 'invalid UTF-8', detail: 'text', raw: expect.stringContaining('id7000') },
  });
  expect(lines.map(({ line }) => line)).toEqual(Array.from({ length: 10_000 }, (_, at) => at + 1));
  expect(lines[9999]).toMatchObject({ record: { id: 'id9999', text: 'text 9999', often: 'é0' } });
  expect(lines[6999]).toMatchObject({ record: { id: 'id6999', text: 'text 6999', often: 'é0' } });
});

test('wherever it stands: in a dictionary, a list, a struct, a map', async () => {
  const often = `case when i % 100 = 50 then '${marker}' else 'a' end`;
  const file = await parquetOf(
    `select i as id, 'text ' || i as text, ${often} as often, [{a: [${bad(1)}], b: null}, null] as list,
       {deep: {er: ${bad(2)}}, n: 1} as struct, map {'k': ${bad(3)}} as map, '{"a": [1]}'::json as j,
       null::struct(a varchar) as nothing, date '2024-02-03' as created, 12345678901234567890::hugeint as big
     from range(1000) t(i)`,
  );
  const { lines, tally } = await readAll(await onlySource('x.parquet', file));
  expect(tally).toEqual({ records: 987, rejects: 13, blank: 0 });
  const details = lines.flatMap((line) => ('reject' in line ? [line.reject.detail] : []));
  expect(details.slice(0, 4)).toEqual(['list', 'struct', 'map', 'often']);
  expect(lines[0]).toEqual({
    line: 1,
    record: {
      id: 0,
      text: 'text 0',
      often: 'a',
      list: [{ a: ['text 0'], b: null }, null],
      struct: { deep: { er: 'text 0' }, n: 1 },
      map: { k: 'text 0' },
      j: { a: [1] },
      nothing: null,
      created: '2024-02-03',
      big: expect.any(Number),
    },
  });
});

test('rows read from the copy are as those that are read at once', async () => {
  const query = (text: string) =>
    `select ${text} as text, [{a: ['ü' || i], b: null}, null] as list, {n: 1.5, t: 'x'} as struct,
       map {i: 'v' || i} as map, '{"a": [1]}'::json as j, 'blob'::blob as blob, i::double / 3 as d,
       timestamp '2024-02-03 04:05:06' as at, 1.10::decimal(9,2) as price
     from range(100) t(i)`;
  const good = await readAll(await onlySource('x.parquet', await parquetOf(query(`'text ' || i`))));
  const mended = await readAll(await onlySource('x.parquet', await parquetOf(query(bad(99)))));
  expect(mended.lines.slice(0, 99)).toEqual(good.lines.slice(0, 99));
  expect(reasonsOf(mended.lines)).toEqual(['100 invalid UTF-8']);
});

test('its documents are counted rejects with file and line', async () => {
  const file = await parquetOf(`select ${bad(2)} as text from range(4) t(i)`);
  const lines = await documentsOf({ 'x.parquet': file });
  expect(reasonsOf(lines)).toEqual(['3 invalid UTF-8']);
  expect(lines).toHaveLength(4);
});

test('the file itself stays as it is', async () => {
  const file = await parquetOf(`select ${bad(2)} as text from range(4) t(i)`);
  const source = await onlySource('x.parquet', file);
  await readAll(source);
  expect(await readFile(source.uri)).toEqual(file);
});

test('a column may have any name, and the name of a folder is no column', async () => {
  const file = await parquetOf(
    `select 'a' as t, 'b' as row_of_file, 'c' as "it's ""odd""", ${bad(1)} as id from range(2) t(i)`,
  );
  const folder = join(await folderWith({}), 'id=7');
  await mkdir(folder);
  await writeFile(join(folder, 'x.parquet'), file);
  const [source] = await listSources({ files: ['.'] }, folder, noObjects);
  if (source === undefined) throw new Error('no file was listed');
  const { lines } = await readAll(source);
  expect(lines[0]).toEqual({
    line: 1,
    record: { t: 'a', row_of_file: 'b', 'it\'s "odd"': 'c', id: 'text 0' },
  });
  expect(reasonsOf(lines)).toEqual(['2 invalid UTF-8']);
});
