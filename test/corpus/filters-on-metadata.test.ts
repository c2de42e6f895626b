import { expect, test } from 'vitest';
import { matches } from '../../activities/corpus/matches.ts';
import { documentsOf } from './corpus-folder.ts';

const record = {
  source: 'common-crawl',
  'a.b': 'dotted',
  metadata: { bucket: 'head', score: 5, ok: true, none: null },
};

test.each([
  [{}, true],
  [{ source: 'common-crawl', 'metadata.bucket': ['head', 'middle'] }, true],
  [{ 'metadata.bucket': 'tail' }, false],
  [{ 'metadata.score': '5', 'metadata.ok': 'true' }, true],
  [{ 'metadata.score': [4, 5] }, true],
  [{ 'metadata.none': null }, true],
  [{ 'metadata.bucket': null }, false],
  [{ 'metadata.missing': 'x' }, false],
  [{ 'metadata.constructor.name': 'Object' }, false],
  [{ 'a.b': 'dotted' }, true],
])('%j', (where, expected) => {
  expect(matches(where, record)).toBe(expected);
});

test('a corpus of which the filters leave nothing says so, with the counts', async () => {
  const lines = '{"text":"a","metadata":{"bucket":"tail"}}\n{"text":"b"}\nbroken\n';
  await expect(documentsOf({ 'a.jsonl': lines }, { where: { 'metadata.bucket': 'head' } })).rejects.toThrow(
    'a.jsonl: no document is usable (filtered: metadata.bucket: 2; malformed JSON: 1)',
  );
});

test('a corpus of blank lines is empty', async () => {
  await expect(documentsOf({ 'a.jsonl': '\n\n \n' })).rejects.toThrow('a.jsonl: the corpus is empty');
});
