import { expect, test } from 'vitest';
import { Unusable } from '../../activities/engine/rows/outcome.ts';
import { parseRewrite } from '../../activities/recipes/back-and-forth/parse-rewrite.ts';

const plain = 'A document without tags.';
const tagged = 'The markup [RES] opens and [/RES] closes a response.';

test.each([
  ['what stands between the tags', '[RES]\nBetter text.\n[/RES]', plain, 'stop', 'Better text.'],
  [
    'nothing of the chatter',
    'Sure! Here it is:\n\n[RES] Text. [/RES]\n\nHope that helps!',
    plain,
    'stop',
    'Text.',
  ],
  ['the rest where the closing tag is missing', '[RES] Text to the end.', plain, 'stop', 'Text to the end.'],
  [
    'one of two pairs said by mistake',
    'Between [RES] and [/RES]:\n[RES] Text. [/RES]',
    plain,
    'stop',
    'Text.',
  ],
  [
    'the tags of the document itself',
    '[RES] In short, [RES] opens and [/RES] closes. [/RES] Done.',
    tagged,
    'stop',
    'In short, [RES] opens and [/RES] closes.',
  ],
])('gives %s', (_what, answer, document, finish, response) => {
  expect(parseRewrite(answer, document, finish)).toBe(response);
});

test.each([
  ['', 'stop', 'empty answer'],
  ['Better text without tags.', 'stop', 'no [RES] tag'],
  ["I'm sorry, but I cannot help with that.", 'stop', 'refusal'],
  ['[RES]  [/RES]', 'stop', 'empty response'],
  ['[RES] It was cut in the mid', 'length', 'answer cut'],
  ["[RES] I'm sorry, but I can't assist with that. [/RES]", 'stop', 'refusal'],
])('%j (%s) cannot be used: %s', (answer, finish, reason) => {
  expect(parseRewrite(answer, plain, finish)).toEqual(new Unusable(reason));
});
