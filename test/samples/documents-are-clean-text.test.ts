import { expect, test } from 'vitest';
import { allShipped, documentFiles, shippedIn, type Shipped } from './shipped.ts';

/** What a bad conversion leaves behind, code blocks aside. */
const html = /<\/?(p|div|span|table|br|ref|a|li|ul)\b|&(amp|lt|gt|nbsp|quot);|\uFFFD|\n{3,}/;
const wikitext = /\{\{|\}\}|\[\[|\]\]|\||'{3}|\(\)/;
// Control characters other than line feed and tab, and lone surrogates, which no valid UTF-8 holds.
const unwanted = /[\u0000-\u0008\u000b-\u001f\u007f\p{Cs}]/u;

function fault({ text, source, metadata }: Shipped): string | undefined {
  const prose = text.replace(/```[\s\S]*?```/g, 'code');
  const words = text.split(/\s+/).length;
  if (unwanted.test(text)) return 'control character';
  if (text !== text.normalize('NFC')) return 'not NFC';
  if (text !== text.trim()) return 'space around the text';
  if (text.split('\n')[0] !== metadata.title) return 'first line is not the title';
  const debris = html.exec(prose) ?? (source === 'wikipedia' ? wikitext.exec(prose) : null);
  if (debris !== null) return `debris: ${debris[0]}`;
  if (words < 100 || words > 15_000) return `${String(words)} words`;
  if ((prose.match(/\b(the|of|and)\b/gi) ?? []).length < prose.split(/\s+/).length / 40)
    return 'hardly English';
  return undefined;
}

test('every shipped document is clean English text of a sensible length, its title first', async () => {
  const faults = (await allShipped()).flatMap((document) => {
    const found = fault(document);
    return found === undefined ? [] : [`${document.id}: ${found}`];
  });
  expect(faults).toEqual([]);
});

test('a file holds the documents of one source, which is its name', async () => {
  for (const file of await documentFiles()) {
    const sources = new Set((await shippedIn(file)).map((document) => document.source));
    expect([...sources]).toEqual([file.replace('.jsonl.gz', '')]);
  }
});
