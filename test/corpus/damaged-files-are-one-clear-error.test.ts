import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { CorpusUnreadable } from '../../activities/corpus/corpus-unreadable.ts';
import { onlySource, readAll } from './corpus-folder.ts';

// "zstd" of three records of 38 bytes, and of one: fzstd reads Zstandard only, so these were made by the zstd tool.
const three = Buffer.from(
  'KLUv/SRy1QEA1AJ7ImlkIjoiMSIsInRleHQiOiJkb2N1bWVudCBudW1iZXIgMSJ9CjIyMzMifQoEAMAKgA9Y5uQqMrLFdrk=',
  'base64',
);
const one = Buffer.from('KLUv/QRYMQEAeyJpZCI6IjEiLCJ0ZXh0IjoiZG9jdW1lbnQgbnVtYmVyIDEifQql79d1', 'base64');

const manyLines = Array.from({ length: 5000 }, () =>
  JSON.stringify({ text: randomBytes(40).toString('hex') }),
).join('\n');

test('gzip of several members is read to its end', async () => {
  const file = await onlySource(
    'a.jsonl.gz',
    Buffer.concat([gzipSync('{"text":"1"}\n'), gzipSync('{"text":"2"}\n')]),
  );
  expect((await readAll(file)).tally.records).toBe(2);
});

test('Zstandard of several frames is read to its end', async () => {
  const { lines } = await readAll(await onlySource('a.jsonl.zst', Buffer.concat([three, one])));
  expect(lines).toHaveLength(4);
  expect(lines[2]).toEqual({ line: 3, record: { id: '3', text: 'document number 3' } });
});

test.each([
  ['a.jsonl.gz', gzipSync(manyLines).subarray(0, 90_000), 'truncated'],
  ['a.jsonl.zst', three.subarray(0, 40), 'truncated'],
  ['a.jsonl.gz', Buffer.from('{"text":"plain"}\n'), 'cannot be unpacked as gzip'],
  ['a.jsonl.zst', Buffer.from('{"text":"plain"}\n'), 'cannot be unpacked as zstd'],
  ['a.parquet', Buffer.from('PAR1 but nothing else'), 'cannot be read as Parquet'],
])('%s that is damaged names itself', async (name, content, problem) => {
  const error: unknown = await readAll(await onlySource(name, content)).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CorpusUnreadable);
  expect(error).toMatchObject({ path: name, permanent: true, message: expect.stringContaining(problem) });
});
