import { expect, test } from 'vitest';
import { Unusable } from '../../../activities/engine/rows/outcome.ts';
import { readInstantiation } from '../../../activities/recipes/fine-instructions/read-instantiation.ts';
import { SearchableDocument } from '../../../activities/recipes/fine-instructions/searchable-document.ts';
import { dentist } from './documents.ts';

const document = new SearchableDocument(dentist);
const read = (text: string, finish = 'stop') => readInstantiation(text, finish, document);
const answer = (instruction: string, response: string) =>
  `[INSTRUCTION]\n${instruction}\n[/INSTRUCTION]\n[ANSWER]\n${response}\n[/ANSWER]`;

test('excerpts of both the instruction and the answer are expanded', () => {
  const text = answer(
    'what effects does <excerpt>diabetes</excerpt> have?',
    'It brings <excerpt>increased incidence<...>loss of teeth.</excerpt>',
  );
  expect(read(`Here you are:\n${text}`)).toMatchObject({
    instruction: { text: 'what effects does diabetes have?', excerptedCharacters: 8 },
    response: {
      text: 'It brings increased incidence of caries and loss of teeth.',
      spans: [{ answerStart: 10 }],
    },
  });
});

test.each([
  'null',
  '**null**',
  'The document does not say.\nnull',
  answer('null', 'null'),
  answer('what is x?', 'null'),
])('%j: template and document do not fit', (text) => {
  expect(read(text)).toBeNull();
});

test('an answer may end in the word null', () => {
  expect(read(answer('what is returned?', 'The function returns\nnull'))).toMatchObject({
    response: { text: 'The function returns\nnull' },
  });
});

test.each([
  ['', 'stop', 'empty answer'],
  ['It has several effects.', 'stop', 'no [INSTRUCTION] section'],
  ["I'm sorry, but I can't help with that.", 'stop', 'refusal'],
  ['[INSTRUCTION]\nwhat?\n[/INSTRUCTION]', 'stop', 'no [ANSWER] section'],
  ['[INSTRUCTION]\nwhat?\n[/INSTRUCTION]', 'length', 'answer cut'],
  ['[INSTRUCTION]\nwhat?\n[/INSTRUCTION]\n[ANSWER]\nIt is', 'length', 'answer cut'],
  ['[INSTRUCTION]\nwhat?\n[ANSWER]\nIt is\n[/ANSWER]', 'stop', '[INSTRUCTION] not closed'],
  [answer('', 'x'), 'stop', 'empty instruction'],
  [answer('what?', ''), 'stop', 'empty response'],
  [answer('what does <fi>a condition</fi> do?', 'x'), 'stop', '<fi> tag left'],
  [answer('what does </fi> do?', 'x'), 'stop', '<fi> tag left'],
  [answer('what does < FI>it do?', 'x'), 'stop', '<fi> tag left'],
  [answer('what?', 'a <fi>x</fi>'), 'stop', '<fi> tag left'],
  [answer('what?', 'x') + answer('what?', 'x'), 'stop', 'sections repeated'],
  [answer('what?', '<excerpt>never said</excerpt>'), 'stop', 'excerpt not in the document'],
  [answer('what of <excerpt>never said</excerpt>?', 'x'), 'stop', 'excerpt not in the document'],
  [answer('what?', "I'm sorry, but I can't help with that."), 'stop', 'refusal'],
])('%j (%s) cannot be used: %s', (text, finish, reason) => {
  expect(read(text, finish)).toEqual(new Unusable(reason));
});

test('no <fi> tag comes into the instruction from the document either', () => {
  const tagged = new SearchableDocument('Write <fi>name</fi> there.');
  const text = answer('what is <excerpt>Write<...>there.</excerpt>', 'x');
  expect(readInstantiation(text, 'stop', tagged)).toEqual(new Unusable('<fi> tag left'));
});
