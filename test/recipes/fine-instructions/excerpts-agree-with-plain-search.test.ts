import { expect, test } from 'vitest';
import { Unusable } from '../../../activities/engine/rows/outcome.ts';
import { expandExcerpts } from '../../../activities/recipes/fine-instructions/expand-excerpts.ts';
import { drawFrom } from './draw.ts';

/** Section 3.3 taken literally, on words that are parted by single spaces. */
function plainly(words: readonly string[], pieces: readonly (readonly string[])[]): string | undefined {
  for (let start = 0; start < words.length; start += 1) {
    let at = start;
    const found = pieces.every((piece, index) => {
      const last = index === 0 ? start : words.length;
      for (; at <= last; at += 1) {
        if (!piece.every((word, offset) => words[at + offset] === word)) continue;
        at += piece.length;
        return true;
      }
      return false;
    });
    if (found) return words.slice(start, at).join(' ');
  }
  return undefined;
}

test('random excerpts of random documents', () => {
  const draw = drawFrom(7);
  let found = 0;
  for (let round = 0; round < 3000; round += 1) {
    const sized = (size: number) =>
      Array.from({ length: size }, () => ['a', 'b', 'ab', 'é', '“c”'][draw(5)] ?? '');
    const words = sized(1 + draw(30));
    const pieces = Array.from({ length: 1 + draw(3) }, () => sized(1 + draw(2)));
    const answer = `<excerpt>${pieces.map((piece) => piece.join(' ')).join('<...>')}</excerpt>`;
    const expected = plainly(words, pieces);
    const result = expandExcerpts(answer, words.join(' '));
    expect(result instanceof Unusable ? undefined : result.text, `${words.join(' ')}: ${answer}`).toBe(
      expected,
    );
    if (expected !== undefined) found += 1;
  }
  expect(found).toBeGreaterThan(500);
});

test('any excerpt of any text is a span of it', () => {
  const draw = drawFrom(11);
  const pool = [
    'a',
    'B',
    ' ',
    '\n',
    '\u0301',
    '\u00ad',
    '\u200d',
    '“',
    '—',
    'ﬁ',
    '한',
    '😀',
    '\ud800',
    '…',
    '\ufdfa',
  ];
  let found = 0;
  for (let round = 0; round < 3000; round += 1) {
    const text = (size: number) => Array.from({ length: size }, () => pool[draw(pool.length)] ?? '').join('');
    const document = text(1 + draw(60));
    const from = draw(document.length);
    const piece = document.slice(from, from + 1 + draw(8));
    const result = expandExcerpts(`x<excerpt>${piece}</excerpt>`, document);
    if (result instanceof Unusable) continue;
    found += 1;
    const [span] = result.spans;
    const taken = document.slice(span?.documentStart, span?.documentEnd);
    expect(result.text).toBe(`x${taken}`);
    expect(taken.trim()).not.toBe('');
  }
  expect(found).toBeGreaterThan(300);
});
