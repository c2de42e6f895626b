import { expect, it } from 'vitest';
import { z } from 'zod';
import { readTyped } from '../../activities/parquet/read-rows.ts';
import { writeRows } from '../../activities/parquet/write-rows.ts';
import { columnsOf } from '../../schemas/table/column.ts';
import { testFolder } from './rows.ts';

const at = testFolder();
const shape = { id: z.string(), text: z.string(), list: z.array(z.string()), json: z.json() };

async function throughTable(text: string) {
  const rows = [{ id: text, text, list: [text, '', text], json: { [text]: [text] } }];
  await writeRows(at('x.parquet'), columnsOf(shape), rows);
  return { rows, read: await readTyped(at('x.parquet'), shape) };
}

it.each([
  ['nothing', ''],
  ['NUL', 'a\0b\0'],
  ['only NUL', '\0'],
  ['a byte order mark', '\ufeffx\ufeff'],
  ['emoji', '👩‍👩‍👧‍👦 🏳️‍🌈'],
  ['right to left', 'שלום \u202eabc\u202c العربية'],
  ['quotes', `'"\`''""\\`],
  ['line ends', '\r\n\n\r\u2028\u2029'],
  ['controls', '\u0001\u0008\u001b[31m\u007f\u0085'],
  ['combining marks', 'e\u0301 é'],
  ['not a null', 'NULL null \\N'],
  ['a replacement character', '\ufffd'],
  ['our own marks', '[RES] {{document}} [/RES]'],
  ['twelve bytes and thirteen', '123456789012'],
  ['a megabyte', 'é😀\0x'.repeat(150_000)],
])('%s', async (_, text) => {
  const { rows, read } = await throughTable(text);
  expect(read).toEqual(rows);
});

it('half a surrogate pair becomes U+FFFD in text and stays in JSON', async () => {
  const { read } = await throughTable('a\ud800b\udfff');
  expect(read).toEqual([
    {
      id: 'a\ufffdb\ufffd',
      text: 'a\ufffdb\ufffd',
      list: ['a\ufffdb\ufffd', '', 'a\ufffdb\ufffd'],
      json: { 'a\ud800b\udfff': ['a\ud800b\udfff'] },
    },
  ]);
});
