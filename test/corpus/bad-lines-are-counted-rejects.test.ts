import { expect, test } from 'vitest';
import { documentsOf, onlySource, readAll, reasonsOf } from './corpus-folder.ts';

test('every bad line is a reject with its line and reason, and good lines beside it are kept', async () => {
  const lines: (string | Buffer)[] = [
    '{"text":"good"}',
    '{"text":"cut off',
    '["a list"]',
    '{"id":"no text"}',
    '{"text":null}',
    '{"text":5}',
    '{"text":"  \\n "}',
    '{"text":"a\\u0000b"}',
    Buffer.concat([Buffer.from('{"text":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
    '{"text":"\\ud800"}',
    `{"text":"${'x'.repeat(2000)}"}`,
    `{"text":"a","metadata":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
    '{"text":"a","source":7}',
    '{"text":"a","id":{}}',
    '   ',
    '{"text":"also good"}',
  ];
  const content = Buffer.concat(lines.map((line) => Buffer.concat([Buffer.from(line), Buffer.from('\n')])));
  const read = await documentsOf({ 'a.jsonl': content }, { maxBytes: 1000 });
  expect(reasonsOf(read)).toEqual([
    '2 malformed JSON',
    '3 not an object',
    '4 text is missing',
    '5 text is missing',
    '6 text is not a string',
    '7 text is empty',
    '8 contains NUL',
    '9 invalid UTF-8',
    '10 invalid Unicode',
    '11 text too large',
    '12 nested too deeply',
    '13 source is not a string',
    '14 id is not a string',
  ]);
  expect(read.filter((line) => 'document' in line).map((line) => line.line)).toEqual([1, 16]);
  for (const line of read) if ('reject' in line) expect(line.reject.raw).not.toContain('\0');
});

test('a line that is too long to be held is one reject, and the next line is read', async () => {
  const file = await onlySource('a.jsonl', `{"text":"${'y'.repeat(3_000_000)}"}\n{"text":"after"}\n`);
  const { lines, tally } = await readAll(file, 1000);
  expect(reasonsOf(lines)).toEqual(['1 line too long']);
  expect(lines[1]).toEqual({ line: 2, record: { text: 'after' } });
  expect(tally).toEqual({ records: 1, rejects: 1, blank: 0 });
});
