import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { listSources } from '../../activities/corpus/list-sources.ts';
import { readRecords } from '../../activities/corpus/read-records.ts';
import { readTableOf } from '../../activities/corpus/read-rows.ts';
import { RowsInputSchema } from '../../schemas/table/corpus.ts';
import { folderWith, noObjects } from './corpus-folder.ts';

const cases = join(import.meta.dirname, 'cases');
const rows = (...lines: object[]) => lines.map((record) => ({ record }));
const topics = rows({ id: 1, topic: 'tides' }, { id: 2, topic: 'moon' });
const texts = rows({ id: '1', topic: 'tides' }, { id: '2', topic: 'moon' });

/** Records and rejects of one file, without their lines. */
async function read(folder: string, name: string, config: Readonly<Record<string, unknown>> = {}) {
  const input = RowsInputSchema.parse({ files: [name], ...config });
  const lines: object[] = [];
  for (const file of await listSources(input, folder, noObjects))
    for await (const { line: _, ...read } of readRecords(file, { maxBytes: 1e6, objects: noObjects }))
      lines.push(read);
  return lines;
}

const written = async (name: string, content: string | Buffer, config?: Readonly<Record<string, unknown>>) =>
  read(await folderWith({ [name]: content }), name, config);

const tweets = rows(
  { tweet_id: '1436278513418522630', topic: 'tides' },
  { tweet_id: '1436278513418522631', topic: 'moon' },
  { tweet_id: '1436278513418522632', topic: 'bread' },
);
const qualities = rows(
  { id: 1, topic: 'tides', quality: 0.5 },
  { id: 2, topic: 'moon', quality: null },
  { id: 3, topic: 'bread', quality: null },
);

test.each([
  ['bigid.jsonl', tweets],
  ['bigid.parquet', tweets],
  ['nan.jsonl', qualities],
  ['nan.parquet', qualities],
  ['colt.parquet', rows({ t: 0.1, topic: 'tides' }, { t: 0.2, topic: 'moon' })],
  [
    'spaces.csv',
    rows(
      { id: '1', topic: 'tides', 'Extra Info': 'see the moon', Сложность: 'easy' },
      { id: '2', topic: 'moon', 'Extra Info': 'see tides', Сложность: 'hard' },
    ),
  ],
  [
    'pandas.csv',
    rows({ 'Unnamed: 0': '0', topic: 'tides', x: 'a' }, { 'Unnamed: 0': '1', topic: 'moon', x: 'b' }),
  ],
  ['semi.csv', texts],
  ['sep.csv', texts.slice(0, 1)],
  ['cr.csv', texts],
  ['utf16.csv', rows({ id: '1', topic: 'tides' }, { id: '2', topic: 'Mönd' })],
  ['utf16.jsonl', topics],
  ['pretty.jsonl', topics],
  ['list.json', topics],
  [
    'conv.jsonl',
    rows({
      id: 1,
      messages: [
        { role: 'system', content: 'You are terse.' },
        { role: 'user', content: 'What is a tide?' },
      ],
    }),
  ],
  ['nested.jsonl', rows({ id: 1, meta: { topic: 'tides' } })],
])('%s', async (name, expected) => {
  expect(await read(cases, name)).toEqual(expected);
});

test('ids that differ in the last digit alone are three rows, and are found by it', async () => {
  for (const name of ['bigid.jsonl', 'bigid.parquet']) {
    const input = RowsInputSchema.parse({
      files: [name],
      id: 'tweet_id',
      where: { tweet_id: '1436278513418522631' },
    });
    const [file] = await listSources(input, cases, noObjects);
    if (file === undefined) throw new Error('no file was listed');
    const [ids, met]: [Set<string>, unknown[]] = [new Set(), []];
    for await (const line of readTableOf(file, { ...input, where: {} }, { objects: noObjects }))
      if ('id' in line) ids.add(line.id);
    for await (const line of readTableOf(file, input, { objects: noObjects }))
      if ('fields' in line) met.push(line.fields['topic']);
    expect({ rows: ids.size, met }).toEqual({ rows: 3, met: ['moon'] });
  }
});

test('numbers keep their digits wherever they stand; those that JavaScript keeps stay numbers', async () => {
  const line = String.raw`{"a":[9007199254740993,-1.50],"b":{"c":12345678901234567890.123,"d":"id \" 9007199254740993"},"e":0.30000000000000004,"f":[NaN,-Infinity,{"g":Infinity}],"h":"NaN"}`;
  expect(await written('a.jsonl', line)).toEqual(
    rows({
      a: ['9007199254740993', -1.5],
      b: { c: '12345678901234567890.123', d: 'id " 9007199254740993' },
      e: 0.30000000000000004,
      f: [null, null, { g: null }],
      h: 'NaN',
    }),
  );
  expect(await written('a.jsonl', '{"a":nan}\n{"a":01234567890123456789}\n')).toMatchObject([
    { reject: { reason: 'malformed JSON' } },
    { reject: { reason: 'malformed JSON' } },
  ]);
});

/** A Parquet file of one query, in a folder whose name looks like a partition. */
async function parquet(query: string) {
  const folder = await folderWith({});
  const duckdb = await DuckDBInstance.create(':memory:');
  const connection = await duckdb.connect();
  await connection.run(
    `COPY (SELECT 'x' AS topic, ${query}) TO '${folder}' (FORMAT parquet, PARTITION_BY (topic), WRITE_PARTITION_COLUMNS true, OVERWRITE_OR_IGNORE)`,
  );
  connection.closeSync();
  duckdb.closeSync();
  return read(folder, '.');
}

test('numbers of Parquet keep their digits, in lists and structs too', async () => {
  const numbers = `9223372036854775807 AS big, 18446744073709551615::UBIGINT AS unsigned,
    99999999999999999999999999999999999999::DECIMAL(38, 0) AS huge, 12345678901234567890.123456789::DECIMAL(38, 9) AS price,
    [9007199254740993, 1] AS list, {a: 9007199254740993, b: 'NaN'::DOUBLE} AS deep, 'Infinity'::FLOAT AS endless`;
  expect(await parquet(numbers)).toEqual(
    rows({
      topic: 'x',
      big: '9223372036854775807',
      unsigned: '18446744073709551615',
      huge: '99999999999999999999999999999999999999',
      price: '12345678901234567890.123456789',
      list: ['9007199254740993', 1],
      deep: { a: '9007199254740993', b: null },
      endless: null,
    }),
  );
});

test('columns of Parquet may have any name, and folders named like columns add none', async () => {
  const names = [
    'id',
    'a.b',
    `q"uo'te`,
    'file_row_number',
    'filename',
    'row_of_file',
    't',
    'x y',
    'Größe',
    '',
  ];
  const columns = names.map((name, at) => `${String(at)} AS "${name.replaceAll('"', '""') || ' '}"`);
  const expected = Object.fromEntries(names.map((name, at) => [name || ' ', at]));
  expect(await parquet(columns.join(', '))).toEqual(rows({ topic: 'x', ...expected }));
});

test('columns whose names differ in case alone keep their names', async () => {
  const folder = await folderWith({});
  const duckdb = await DuckDBInstance.create(':memory:');
  const connection = await duckdb.connect();
  const path = join(folder, 'a.parquet');
  await connection.run(
    `COPY (SELECT {a: 1} AS deep, 'a' AS text, 'b' AS tezt, 'c' AS text_1) TO '${path}' (FORMAT parquet)`,
  );
  connection.closeSync();
  // DuckDB writes no such file, others do.
  await writeFile(path, (await readFile(path, 'latin1')).replaceAll('tezt', 'Text'), 'latin1');
  expect(await read(folder, 'a.parquet')).toEqual(
    rows({ deep: { a: 1 }, text: 'a', Text: 'b', text_1: 'c' }),
  );
});

test.each([
  ['a line sep= wins over the header', 'sep=|\r\na,b|c\r\n1|2\r\n', {}, { 'a,b': '1', c: '2' }],
  [
    'the most frequent delimiter of the header',
    'name;price, EUR;day\n1;2,5;3\n',
    {},
    { name: '1', 'price, EUR': '2,5', day: '3' },
  ],
  ['a delimiter inside of quotes does not count', '"a;b;c",d\n1,2\n', {}, { 'a;b;c': '1', d: '2' }],
  ['tabs', 'a\tb\n1\t2\n', {}, { a: '1', b: '2' }],
  [
    'what the config says',
    "a^b\n'1^2'^'it''s'\n",
    { csv: { delimiter: '^', quote: "'" } },
    { a: '1^2', b: "it's" },
  ],
  ['the delimiter of Hive', 'a\x01b\n1\x012,3\n', { csv: { delimiter: '\x01' } }, { a: '1', b: '2,3' }],
  ['no quotes at all', 'a,b\n"1,2"\n', { csv: { quote: null } }, { a: '"1', b: '2"' }],
  ['line feeds in fields of a file of carriage returns', 'a,b\r1,"x\ny"\r', {}, { a: '1', b: 'x\ny' }],
  [
    'another encoding',
    Buffer.from('a;b\n1;M\xfcnze\n', 'latin1'),
    { encoding: 'windows-1252' },
    { a: '1', b: 'Münze' },
  ],
  ['UTF-16 without a mark', Buffer.from('a,b\n1,ü\n', 'utf16le'), {}, { a: '1', b: 'ü' }],
  ['big-endian UTF-16', Buffer.from('\ufeffa,b\n1,ü\n', 'utf16le').swap16(), {}, { a: '1', b: 'ü' }],
])('CSV: %s', async (_, content, config, record) => {
  expect(await written('a.csv', content, config)).toEqual(rows(record));
});

test.each([
  [
    'a list over several lines',
    '[\n  {\n    "a": "]}, \\" ["\n  },\n  {"a": 2}\n]\n',
    [{ a: ']}, " [' }, { a: 2 }],
  ],
  ['a list after a mark and a blank line', '\ufeff\n[ {"a": 1},{"a": 2} ]', [{ a: 1 }, { a: 2 }]],
  [
    'records over several lines, with commas between',
    '{ "a":\n [1,\n 2]},\n{"a": 2}',
    [{ a: [1, 2] }, { a: 2 }],
  ],
  ['records one after the other in a line', '{\n"a": 1}{"a": 2} {"a": 3}', [{ a: 1 }, { a: 2 }, { a: 3 }]],
  ['lines that end in carriage returns alone', '{"a": 1}\r{"a": 2}\r', [{ a: 1 }, { a: 2 }]],
  ['UTF-16 over several lines', Buffer.from('\ufeff{\n"a": "ü"\n}', 'utf16le'), [{ a: 'ü' }]],
])('JSON: %s', async (_, content, records) => {
  expect(await written('a.json', content)).toEqual(rows(...records));
});

test('a value of a list that is malformed, or no record, or too long costs itself alone', async () => {
  const long = 'x'.repeat(6_000_000);
  const list = `[{"a": 1}, {"a": }, 7, null, "text",\n {"a": "${long}"}, {"a": 2}]`;
  expect(await written('a.json', list)).toMatchObject([
    { record: { a: 1 } },
    { reject: { reason: 'malformed JSON' } },
    { reject: { reason: 'not an object', detail: 'a number' } },
    { reject: { reason: 'not an object', detail: 'null' } },
    { reject: { reason: 'not an object', detail: 'a string' } },
    { reject: { reason: 'line too long' } },
    { record: { a: 2 } },
  ]);
});

test('a line that was cut off does not make its file one of records over several lines', async () => {
  expect(await written('a.jsonl', '{"a": {"b": 1\n{"a": 2}\n')).toMatchObject([
    { reject: { reason: 'malformed JSON' } },
    { record: { a: 2 } },
  ]);
});

test.each([
  ['a.json', '[{"a": 1}, {"a": 2', 'the JSON ends in the middle: what begins in line 1 is not closed'],
  ['a.json', '[{"a": 1},\n', 'the JSON ends in the middle'],
  ['a.json', '{\n"a": 1}\n{\n"a": [', 'what begins in line 3 is not closed'],
  [
    'a.jsonl',
    '[{"role": "user"}]\n[{"role": "user"}]\n',
    'there is text after the end of the list, in line 2',
  ],
  ['a.csv', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), 'it is written in UTF-32'],
  ['a.csv', Buffer.from([0xff, 0xfe, 0x61, 0, 0x0a]), 'it ends within a character of utf-16le'],
])('%s that cannot be read as a whole says why: %s', async (name, content, problem) => {
  await expect(written(name, content)).rejects.toThrow(problem);
});

test('a list is read as it comes: a record is there before the end', async () => {
  const file = await readFile(join(cases, 'list.json'));
  const folder = await folderWith({ 'a.json': Buffer.concat([file.subarray(0, 30), Buffer.from(' cut')]) });
  const [source] = await listSources({ files: ['a.json'] }, folder, noObjects);
  if (source === undefined) throw new Error('no file was listed');
  const reader = readRecords(source, { maxBytes: 1e6, objects: noObjects });
  expect((await reader.next()).value).toEqual({ line: 1, record: { id: 1, topic: 'tides' } });
  await expect(reader.next()).rejects.toThrow('ends in the middle');
});

test('a number in a filter that no reader keeps must be in quotes', () => {
  const given = { files: ['a'], where: { id: 1436278513418522630 } };
  expect(RowsInputSchema.safeParse(given).error?.message).toContain('put it in quotes');
});

test.each([
  ['a.jsonl', 'version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 12\n', 'a pointer of Git LFS'],
  ['a.csv', 'version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 12\n', 'git lfs pull'],
  ['b.csv', '\uFEFF<!DOCTYPE html>\n<html>Sign in</html>\n', 'a page of HTML'],
  ['c.csv', Buffer.from('PK\u0003\u0004\u0014\0\nabc\n'), 'a ZIP archive'],
  ['d.jsonl', gzipSync('{"id":1}\n'), 'Let its name end in .gz'],
  ['e.jsonl', Buffer.from('PAR1\u0015\u0004'), 'a Parquet file'],
])('%s is no file of records by its first bytes', async (name, content, said) => {
  await expect(written(name, content)).rejects.toThrow(said);
});

test('a column may be called as another format begins', async () => {
  expect(await written('a.csv', 'PAR1,t\n1,x\n')).toEqual(rows({ PAR1: '1', t: 'x' }));
});

test.each([
  [{ m: { t: 'a\0b' } }, 'contains NUL', 'm.t'],
  [{ m: [{ role: 'user', content: 'a\0b' }] }, 'contains NUL', 'm.0.content'],
  [{ 'a\0b': 1 }, 'contains NUL', 'a name'],
  [{ m: { t: '\ud800' } }, 'invalid Unicode', 'm.t: half of a surrogate pair'],
])('a text within a column is looked at as the column would be: %j', async (record, reason, detail) => {
  const folder = await folderWith({ 'a.jsonl': `${JSON.stringify(record)}\n` });
  const input = RowsInputSchema.parse({ files: ['a.jsonl'] });
  const [file] = await listSources(input, folder, noObjects);
  if (file === undefined) throw new Error('no file');
  const read: unknown[] = [];
  for await (const row of readTableOf(file, input, { objects: noObjects })) read.push(row);
  expect(read).toEqual([
    expect.objectContaining({ reject: expect.objectContaining({ reason, detail }) as unknown }),
  ]);
});
