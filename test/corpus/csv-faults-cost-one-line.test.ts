import { expect, test } from 'vitest';
import { documentsOf, onlySource, readAll, reasonsOf } from './corpus-folder.ts';

test('quotes, delimiters and line ends inside fields, CRLF and a byte order mark', async () => {
  const csv =
    '\ufeffid,text,source\r\n1,"a ""quoted"", word\r\nnext line",web\r\n\r\n2,plain "inner" quotes,web\r\n';
  const { lines, tally } = await readAll(await onlySource('a.csv', csv));
  expect(lines).toEqual([
    { line: 2, record: { id: '1', text: 'a "quoted", word\r\nnext line', source: 'web' } },
    { line: 5, record: { id: '2', text: 'plain "inner" quotes', source: 'web' } },
  ]);
  expect(tally).toEqual({ records: 2, rejects: 0, blank: 1 });
});

test('a bad row is one reject; a quote that is never closed does not take the rest of the file', async () => {
  const csv = 'id,text\n1,one\n2\n3,a,b\n4,"open\n5,five\n6,"six"\n7,"never\n8,eight\n9,nine';
  const { lines } = await readAll(await onlySource('a.csv', csv));
  expect(reasonsOf(lines)).toEqual([
    '3 malformed CSV',
    '4 malformed CSV',
    '5 malformed CSV',
    '8 malformed CSV',
  ]);
  expect(lines.flatMap((line) => ('record' in line ? [line.record['id']] : []))).toEqual([
    '1',
    '5',
    '6',
    '8',
    '9',
  ]);
});

test('a record that is too long is one reject and the next one is read', async () => {
  const csv = `id,text\n1,${'x'.repeat(2_000_000)}\n2,ok\n3,"${'y'.repeat(2_000_000)}"\n4,ok\n`;
  const { lines, tally } = await readAll(await onlySource('a.csv', csv), 1000);
  expect(reasonsOf(lines)).toEqual(['2 malformed CSV', '4 malformed CSV']);
  expect(tally.records).toBe(2);
});

test('metadata kept as JSON text is filtered and kept as an object; tabs in .tsv', async () => {
  const tsv = 'text\tmetadata\nfirst\t{"bucket":"head"}\nsecond\t{"bucket":"tail"}\n';
  const lines = await documentsOf({ 'a.tsv': tsv }, { where: { 'metadata.bucket': 'head' } });
  expect(lines).toMatchObject([
    { line: 2, document: { text: 'first', metadata: { bucket: 'head' } } },
    { line: 3, reject: { reason: 'filtered: metadata.bucket', detail: '"tail"' } },
  ]);
});

test.each([
  ['id,id\n1,2\n', 'two columns are called "id"'],
  [',\n1,2\n', 'no column has a name'],
])('a header that cannot name the columns is one clear error', async (csv, problem) => {
  const file = await onlySource('a.csv', csv);
  await expect(readAll(file)).rejects.toThrow(problem);
});
