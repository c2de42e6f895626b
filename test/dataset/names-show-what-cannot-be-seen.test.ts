import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { showInvisible } from '../../activities/show-invisible.ts';
import { finishedBuild } from './finished-build.ts';
import { pageOf } from './page-of.ts';
import { publish } from './published.ts';

/** Turned around, ended, zero-width, filled, tagged and hyphenated. */
const invisible = '\u202E\u2066\u200B\uFEFF\u3164\u{E0041}\u00AD\u2029';
const odd = (name: string) => `${name}${invisible}gnp`;
const shown = String.raw`\u202E\u2066\u200B\uFEFF\u3164\U000E0041\u00AD`;
const unseen = /[\u202A-\u202E\u2066-\u2069\u200B\uFEFF\u3164\u{E0041}\u00AD]/u;

/** A document that needs its marks: Hebrew beside Latin, Persian, an emoji of several. */
const document = 'שלום\u200F (hello) \u2067עולם\u2069, می\u200Cخواهم 👩‍👩‍👧 \u202Eabc';

async function published() {
  const finished = await finishedBuild({
    rows: 3,
    model: odd('model'),
    files: [odd('file.jsonl')],
    output: { license: odd('mit'), language: [odd('en')] },
    prompt: `{{instruction}}{{response}} ${document}`,
    row: () => ({
      source: odd('source'),
      metadata: { license: odd('free') },
      text: document,
      instruction: document,
      response: document,
    }),
  });
  const tables = finished.input.tables.map((table) => ({
    ...table,
    title: odd('Stage'),
    reasons: Object.fromEntries(Object.entries(table.reasons).map(([reason, rows]) => [odd(reason), rows])),
  }));
  return publish({ ...finished, input: { ...finished.input, tables } });
}

test('card and report show in names what cannot be seen, and leave texts as they are', async () => {
  const { read } = await published();

  const card = await read('README.md');
  const begin = card.indexOf('## A sample');
  const fences = card.slice(begin).split('```');
  expect(fences.filter((each) => each.includes(document))).toHaveLength(2);
  expect(card.slice(0, begin)).not.toMatch(unseen);
  for (const name of ['model', 'source', 'free', 'mit', 'Stage', 'score not kept'])
    expect(card).toContain(`${name}${shown.replaceAll('\\', '\\\\')}`);
  // A program reads from the front matter what the config says.
  const front = z.object({ license: z.string(), language: z.array(z.string()) });
  expect(front.parse(parse(card.split('---\n')[1] ?? ''))).toEqual({
    license: odd('mit'),
    language: [odd('en')],
  });

  const page = await read('report.html');
  const parsed = pageOf(page);
  const texts = [...parsed.querySelectorAll('.text, pre')].map(({ textContent }) => textContent);
  expect(texts.filter((text) => text.includes(document))).toHaveLength(3 * 3 + 1);
  for (const element of parsed.querySelectorAll('.text, pre'))
    expect(element.getAttribute('dir')).toBe('auto');
  expect(page.replaceAll(/<(div class="text|pre)[^>]*>[\s\S]*?<\/(div|pre)>/g, '')).not.toMatch(unseen);
  for (const name of ['model', 'source', 'free', 'Stage', 'score not kept', 'file.jsonl'])
    expect(page).toContain(`${name}${shown}`);
});

test.each([
  ['an emoji of several', '👩‍👩‍👧 🧑🏽‍🚀 ❤️'],
  ['Persian', 'می\u200Cخواهم'],
  ['Hindi', 'क्\u200Dष'],
  ['accents', 'e\u0301 é ñ'],
])('what is part of a character stays in names: %s', (_, name) => {
  expect(showInvisible(name)).toBe(name);
});

test.each([
  ['go\u200Bogle', String.raw`go\u200Bogle`],
  ['pay\u200Dpal', String.raw`pay\u200Dpal`],
  ['\uFE0Fa', String.raw`\uFE0Fa`],
])('%j is shown as %s', (name, expected) => {
  expect(showInvisible(name)).toBe(expected);
});
