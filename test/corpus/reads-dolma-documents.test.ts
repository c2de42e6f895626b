import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { documentsOf } from './corpus-folder.ts';

const dolma = {
  id: 'cc-7',
  text: 'A text with [RES], {{slots}} and <|endoftext|>.\r\n  Kept as it is.  ',
  source: 'common-crawl',
  created: '2023-01-01',
  metadata: { bucket: 'head', url: 'http://example.org' },
};

test('a Dolma record becomes a document whose text is untouched and whose other fields are metadata', async () => {
  const [line] = await documentsOf({ 'a.jsonl.gz': gzipSync(`${JSON.stringify(dolma)}\n`) });
  expect(line).toEqual({
    file: 'a.jsonl.gz',
    line: 1,
    document: {
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      text: dolma.text,
      source: 'common-crawl',
      source_id: 'cc-7',
      metadata: { created: '2023-01-01', bucket: 'head', url: 'http://example.org' },
    },
  });
});

test('columns may have other names, and reach into objects', async () => {
  const record = { doc_id: 12, body: { plain: 'Words' }, id: 'kept' };
  const [line] = await documentsOf(
    { 'web.jsonl': JSON.stringify(record) },
    { columns: { id: 'doc_id', text: 'body.plain', source: 'site' } },
  );
  expect(line).toMatchObject({ document: { text: 'Words', source_id: '12', source: 'web.jsonl' } });
  expect(line).toMatchObject({ document: { metadata: { id: 'kept', body: { plain: 'Words' } } } });
});

test('the limit counts documents, not lines', async () => {
  const text = ['{"text":"one"}', 'broken', '{"text":"two"}', '{"text":"three"}'].join('\n');
  const lines = await documentsOf({ 'a.jsonl': text }, { limit: 2 });
  expect(lines.map((line) => line.line)).toEqual([1, 2, 3]);
});
