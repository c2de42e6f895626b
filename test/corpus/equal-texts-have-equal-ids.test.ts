import { expect, test } from 'vitest';
import { contentId, rowId } from '../../activities/corpus/content-id.ts';

test('white space, line ends and Unicode composition do not make another document', () => {
  const id = contentId('Caf\u00e9 au lait\n\nis good.');
  expect(contentId('  Cafe\u0301 au   lait  \r\n\r\nis\tgood. \n')).toBe(id);
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(contentId('cafe\u0301 au lait is good.')).not.toBe(id);
});

test('a row is known by its content, whatever the order of its fields, or by its id column', () => {
  expect(rowId({ a: 1, b: { x: [1], y: null } })).toBe(rowId({ b: { y: null, x: [1] }, a: 1 }));
  expect(rowId({ a: 1 })).not.toBe(rowId({ a: '1' }));
  expect(rowId({ key: 'k', a: 1 }, 'key')).toBe(rowId({ key: 'k', a: 2 }, 'key'));
  expect(rowId({ a: 1 }, 'key')).toBeUndefined();
});
