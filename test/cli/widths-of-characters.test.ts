import { expect, it } from 'vitest';
import { cut, fill, widthOf } from '../../cli/text/width.ts';

it.each([
  ['plain', 5],
  ['ä é', 3],
  ['e\u0301', 1],
  ['漢字', 4],
  ['ｗ', 2],
  ['한글', 4],
  ['👩‍👩‍👧', 2],
  ['🇩🇪', 2],
  ['a\u200bb', 2],
  ['━╌…·✔', 5],
])('%s takes %d columns', (text, width) => {
  expect(widthOf(text)).toBe(width);
});

it('cuts between characters and fills to the width asked for', () => {
  expect(cut('漢字漢字', 5)).toBe('漢字…');
  expect(cut('漢字漢字', 8)).toBe('漢字漢字');
  expect(cut('abc', 0)).toBe('');
  expect(fill('漢字漢字', 6)).toBe('漢字… ');
  expect(fill('7', 3, 'right')).toBe('  7');
});
