import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { readRows, readTyped } from '../../activities/parquet/read-rows.ts';
import { writeRows } from '../../activities/parquet/write-rows.ts';
import { columnsOf } from '../../schemas/table/column.ts';
import { randomFrom, testFolder } from './rows.ts';

const at = testFolder();

const shape = {
  id: z.string(),
  text: z.string().nullable(),
  flag: z.boolean(),
  maybe: z.boolean().nullable(),
  count: z.int(),
  score: z.number().nullable(),
  weight: z.float32(),
  tags: z.array(z.string()),
  tags_or_null: z.array(z.string()).nullable(),
  numbers: z.array(z.int()),
  flags: z.array(z.boolean()),
  vector: z.array(z.float32()),
  doubles: z.array(z.number()),
  metadata: z.json(),
  record: z.record(z.string(), z.json()).nullable(),
};

const alphabet = [
  'a',
  'Z',
  '0',
  ' ',
  '\n',
  '\r',
  '\t',
  '\0',
  "'",
  '"',
  '\\',
  '{',
  '[',
  '<',
  '$',
  '%',
  'é',
  'ß',
  '中',
].concat(['\ufeff', '😀', '\u202eש', 'e\u0301', '[RES]', '{{slot}}']);

function randomRows(seed: number, count: number) {
  const random = randomFrom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const list = <T>(item: () => T): T[] => Array.from({ length: below(6) }, item);
  const orNull = <T>(value: T): T | null => (random() < 0.2 ? null : value);
  const text = (): string =>
    Array.from({ length: below(60) }, () => alphabet[below(alphabet.length)]).join('');
  const integer = (): number => Math.trunc((random() - 0.5) * 2 * Number.MAX_SAFE_INTEGER);
  const number = (): number => (random() - 0.5) * 10 ** (below(600) - 300);
  const json = (): z.core.util.JSONType =>
    [null, text(), number(), true, list(text), { [text()]: list(integer), a: null }][below(6)] ?? null;
  return Array.from({ length: count }, (_, index) => ({
    id: `${index}-${text()}`,
    text: orNull(text()),
    flag: random() < 0.5,
    maybe: orNull(random() < 0.5),
    count: integer(),
    score: orNull(number()),
    weight: Math.fround(random()),
    tags: list(text),
    tags_or_null: orNull(list(text)),
    numbers: list(integer),
    flags: list(() => random() < 0.5),
    vector: list(() => Math.fround(random())),
    doubles: list(number),
    metadata: json(),
    record: orNull({ [text()]: json(), a: json() }),
  }));
}

it.each([0, 1, 63, 64, 65, 500, 2_500])('%d random rows come back as they were', async (count) => {
  const rows = randomRows(count + 1, count);
  const path = at(`${count}.parquet`);
  await writeRows(path, columnsOf(shape), rows);
  expect(await readTyped(path, shape)).toEqual(rows);
});

it('equal rows give equal bytes, and the size is told', async () => {
  const rows = randomRows(7, 300);
  const { bytes } = await writeRows(at('a.parquet'), columnsOf(shape), rows);
  await writeRows(at('b.parquet'), columnsOf(shape), structuredClone(rows));
  const [a, b] = await Promise.all([readFile(at('a.parquet')), readFile(at('b.parquet'))]);
  expect(a.equals(b)).toBe(true);
  expect(a.length).toBe(bytes);
});

it('gives the columns that are asked for, in that order', async () => {
  await writeRows(at('c.parquet'), columnsOf(shape), randomRows(3, 2));
  const rows = await readRows(at('c.parquet'), columnsOf({ flag: shape.flag, id: shape.id }));
  expect(rows.map((row) => Object.keys(row))).toEqual([
    ['flag', 'id'],
    ['flag', 'id'],
  ]);
});

it('many shards at once do not mix', async () => {
  const columns = columnsOf(shape);
  const shards = Array.from({ length: 20 }, (_, index) => randomRows(100 + index, 40));
  await Promise.all(shards.map((rows, index) => writeRows(at(`m${index}.parquet`), columns, rows)));
  const read = await Promise.all(shards.map((_, index) => readRows(at(`m${index}.parquet`), columns)));
  expect(read).toEqual(shards);
});
