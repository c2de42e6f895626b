import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { listSources } from '../../activities/corpus/list-sources.ts';
import { documentsOf, folderWith, noObjects, onlySource, readAll, reasonsOf } from './corpus-folder.ts';

const text = '\ufeffమొదటి పత్రం 👩‍👩‍👧\r\n  second line \n\n\n \t\nשלום עולם\nlast';
const texts = ['మొదటి పత్రం 👩‍👩‍👧\n  second line ', 'שלום עולם\nlast'];
/** A Zstandard frame of one block that is not compressed (RFC 8878, section 3.1.1), for up to 255 bytes. */
function zstd(content: string): Buffer {
  const bytes = Buffer.from(content);
  const block = Buffer.alloc(3);
  block.writeUIntLE((bytes.length << 3) | 1, 0, 3);
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, bytes.length]), block, bytes]);
}
const textsOf = (lines: Awaited<ReturnType<typeof documentsOf>>) =>
  lines.map((line) => ('document' in line ? line.document.text : line.reject.reason));

test('blank lines divide a plain text into documents, whose characters stay as they are', async () => {
  for (const files of [{ 'te.txt': text }, { 'te.txt.gz': gzipSync(text) }, { 'te.txt.zst': zstd(text) }]) {
    const lines = await documentsOf(files);
    expect(textsOf(lines)).toEqual(texts);
    expect(lines.map(({ line }) => line)).toEqual([1, 6]);
    expect(lines[0]).toMatchObject({
      document: { source: Object.keys(files)[0], source_id: null, metadata: {} },
    });
  }
});

test('equal texts have equal ids, whatever they were read from', async () => {
  const idsOf = (lines: Awaited<ReturnType<typeof documentsOf>>) =>
    lines.map((line) => ('document' in line ? line.document.id : ''));
  const plain = idsOf(await documentsOf({ 'te.txt': text }));
  const json = idsOf(
    await documentsOf({ 'te.jsonl': texts.map((each) => JSON.stringify({ text: each })).join('\n') }),
  );
  expect(plain).toEqual(json);
});

test('each line is a document where the format says so', async () => {
  const lines = await documentsOf({ 'te.txt': 'one\n\n two \nthree' }, { format: 'lines' });
  expect(textsOf(lines)).toEqual(['one', ' two ', 'three']);
  expect(lines.map(({ line }) => line)).toEqual([1, 3, 4]);
});

test('a document that cannot be used is one reject, and the next is read', async () => {
  const bytes = Buffer.concat([
    Buffer.from('good\n\nbegins well\n'),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('\nand goes on\n\n'),
    Buffer.from(`long\n${'x'.repeat(300)}\nmore\n\na \0 NUL\n\nlast\n`),
  ]);
  const lines = await documentsOf({ 'te.txt': bytes }, { maxBytes: 200 });
  expect(reasonsOf(lines)).toEqual(['3 invalid UTF-8', '7 text too large', '11 contains NUL']);
  expect(lines[1]).toMatchObject({ reject: { detail: 'in line 4', raw: 'begins well' } });
  expect(lines[2]).toMatchObject({ reject: { detail: 'longer than 200 bytes', raw: 'long' } });
  expect(textsOf(lines).filter((each) => ['good', 'last'].includes(each))).toEqual(['good', 'last']);
});

test('a document of many lines is no larger than maxBytes, though each of its lines is', async () => {
  const { lines, tally } = await readAll(await onlySource('a.txt', `${'word\n'.repeat(100)}\nend`), 300);
  expect(reasonsOf(lines)).toEqual(['1 text too large']);
  expect(tally).toEqual({ records: 1, rejects: 1, blank: 1 });
});

test('a folder means its .txt files only where texts are wanted', async () => {
  const folder = await folderWith({
    'a.jsonl': '{}',
    'NOTICES.txt': 'a licence',
    'te.txt.gz': gzipSync('x'),
  });
  const names = async (format?: 'text' | 'lines') =>
    (await listSources({ files: ['.'], format }, folder, noObjects)).map(({ name }) => name);
  expect(await names()).toEqual(['a.jsonl']);
  expect(await names('text')).toEqual(['NOTICES.txt', 'te.txt.gz']);
});
