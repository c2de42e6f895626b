import { expect, test } from 'vitest';
import { readTableOf, type RowLine } from '../../activities/corpus/read-rows.ts';
import { RowsInputSchema } from '../../schemas/table/corpus.ts';
import { noObjects, onlySource } from './corpus-folder.ts';

async function rows(content: string, config: Readonly<Record<string, unknown>> = {}): Promise<RowLine[]> {
  const file = await onlySource('t.jsonl', content);
  const input = RowsInputSchema.parse({ files: ['t.jsonl'], ...config });
  const read: RowLine[] = [];
  for await (const row of readTableOf(file, input, { objects: noObjects })) read.push(row);
  return read;
}

test('rows keep all their fields, and equal rows have one id', async () => {
  const read = await rows('{"q":"why","n":1,"tags":["a"]}\n{"tags":["a"],"n":1,"q":"why"}\n{"q":"how"}\n');
  const ids = read.map((row) => ('id' in row ? row.id : 'reject'));
  expect(ids[0]).toBe(ids[1]);
  expect(ids[0]).not.toBe(ids[2]);
  expect(read[0]).toMatchObject({ line: 1, fields: { q: 'why', n: 1, tags: ['a'] } });
});

test('an id column decides what is one row; a row without it is a reject', async () => {
  const read = await rows('{"key":7,"q":"why"}\n{"key":7,"q":"how"}\n{"q":"no key"}\n', { id: 'key' });
  expect(read[0]).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{32}$/) });
  expect(read[1]).toMatchObject({ id: read[0] !== undefined && 'id' in read[0] ? read[0].id : '' });
  expect(read[2]).toMatchObject({ line: 3, reject: { reason: 'id is missing', detail: 'key' } });
});
