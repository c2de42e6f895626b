import { expect, test } from 'vitest';
import { expanded } from './documents.ts';

test.each([
  ['line breaks', 'so  it\r\n\tgoes\u00a0on', 'so it<...>goes on', 'so  it\r\n\tgoes\u00a0on'],
  ['composed for decomposed', 'a cafe\u0301 there', 'caf\u00e9 there', 'cafe\u0301 there'],
  ['decomposed for composed', 'a caf\u00e9 there', 'cafe\u0301 there', 'caf\u00e9 there'],
  ['Hangul by letters', 'x \ud55c\uae00 y', '\u1112\u1161\u11ab\u1100\u1173\u11af', '\ud55c\uae00'],
  ['plain quotes for curly ones', '“It’s” he said', `"It's" he`, '“It’s” he'],
  ['curly quotes for plain ones', `"It's" he said`, '“It’s” he', `"It's" he`],
  ['dashes', 'from 10–12 — or so', '10-12 - or', '10–12 — or'],
  ['an ellipsis character', 'and so on… Then', 'so on... Then', 'so on… Then'],
  ['ligatures', 'the ﬁnal oﬃce', 'final office', 'ﬁnal oﬃce'],
  ['superscripts', 'by students.¹ I found', 'students.1 I', 'students.¹ I'],
  ['a footnote mark behind the last word', 'as we saw¹ there', 'we saw', 'we saw'],
  ['full width', 'ＡＢＣ　１２３', 'ABC 123', 'ＡＢＣ　１２３'],
  ['soft hyphens', 'an infor\u00admation desk', 'information desk', 'infor\u00admation desk'],
  ['a zero-width space in a run of spaces', 'a \u200b b', 'a b', 'a \u200b b'],
  ['a variation selector', 'I ❤\ufe0f you', 'I ❤ you', 'I ❤\ufe0f you'],
  ['emoji before it', '😀😀 one two 😀', 'one two', 'one two'],
  ['a long expansion before it', '\ufdfa\ufdfa one two', 'one two', 'one two'],
])('%s', (_, document, excerpt, text) => {
  const result = expanded(`<excerpt>${excerpt}</excerpt>`, document);
  expect(result.text).toBe(text);
  const [span] = result.spans;
  expect(document.slice(span?.documentStart, span?.documentEnd)).toBe(text);
});
