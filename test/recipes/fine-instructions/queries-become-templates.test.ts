import { expect, test } from 'vitest';
import { Unusable } from '../../../activities/engine/rows/outcome.ts';
import { parseGenericized } from '../../../activities/recipes/fine-instructions/parse-genericized.ts';

const documents = '[DOCUMENTS]\nPages about illnesses.\n[/DOCUMENTS]';
const answer = (template: string) => `[TEMPLATE]\n${template}\n[/TEMPLATE]\n${documents}`;

test('a template, the documents that fit it, and its complexity', () => {
  const template = 'what effects does <fi>a condition</fi> have on <fi>a group of people, e.g. <50</fi>?';
  expect(parseGenericized(`Sure!\n\n${answer(template)}\nI hope this helps.`, 'stop')).toEqual({
    template,
    description: 'Pages about illnesses.',
    complexity: 2,
  });
});

test('a template of many lines keeps them', () => {
  const template = 'Write a <fi>kind</fi>:\n\n1. <fi>a</fi>\n2. `<file>` and <figure>';
  expect(parseGenericized(answer(template), 'stop')).toMatchObject({ template, complexity: 2 });
});

test('a last section that is not closed counts, unless the answer was cut', () => {
  const open = answer('a <fi>b</fi>').replace('[/DOCUMENTS]', '');
  expect(parseGenericized(open, 'stop')).toMatchObject({ description: 'Pages about illnesses.' });
  expect(parseGenericized(open, 'length')).toEqual(new Unusable('answer cut'));
  expect(parseGenericized(answer('a <fi>b</fi>'), 'length')).toMatchObject({ template: 'a <fi>b</fi>' });
});

test.each(['null', '`null`', 'NULL.', 'This is only a greeting.\n\nnull'])('%j is no template', (text) => {
  expect(parseGenericized(text, 'stop')).toBeNull();
});

test.each([
  ['', 'empty answer'],
  ['what effects does <fi>it</fi> have?', 'no [TEMPLATE] section'],
  ["I'm sorry, but I can't help with that.", 'refusal'],
  [answer(''), 'empty template'],
  [answer('what is love'), 'template without <fi> tags'],
  [answer('a <fi>b'), '<fi> tag not closed'],
  [answer('a b</fi>'), '<fi> tag closed but not opened'],
  [answer('a <fi>b</fi> c</fi>'), '<fi> tag closed but not opened'],
  [answer('a <fi>b <fi>c</fi></fi>'), '<fi> tag within a <fi> tag'],
  [answer('a <fi> </fi>'), 'empty <fi> tag'],
  [answer('a <fi>b</fi> <FI>c</FI>'), '<fi> tag misspelt'],
  [answer('a <fi>b</fi > c'), '<fi> tag misspelt'],
  [answer('a <fi name="x">b</fi>'), '<fi> tag misspelt'],
  [answer('<fi>a question</fi>?'), 'template of <fi> tags alone'],
  ['[TEMPLATE]a <fi>b</fi>[/TEMPLATE]', 'no description of documents'],
  ['[TEMPLATE]a <fi>b</fi>[/TEMPLATE][DOCUMENTS] [/DOCUMENTS]', 'no description of documents'],
  [`[TEMPLATE]a <fi>b</fi>\n${documents}`, '[TEMPLATE] not closed'],
  [answer('a <fi>b</fi>') + answer('c <fi>d</fi>'), 'sections repeated'],
])('%j cannot be used: %s', (text, reason) => {
  expect(parseGenericized(text, 'stop')).toEqual(new Unusable(reason));
});
