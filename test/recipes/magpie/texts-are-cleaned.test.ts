import { expect, test } from 'vitest';
import { openIdentifier } from '../../../activities/recipes/common/identify.ts';
import { faultOf, type Drawn } from '../../../activities/recipes/magpie/cleaning/fault-of.ts';
import { CleaningSchema } from '../../../schemas/recipes/magpie/cleaning.ts';

const identify = await openIdentifier();

function reasonOf(text: string, drawn: Partial<Drawn> = {}, rules: object = {}): string | undefined {
  const whole = { text, finish: 'stop', system: undefined, language: null, ...drawn };
  return faultOf(whole, CleaningSchema.parse(rules), identify)?.reason;
}

test.each([
  'What is a good way to learn the violin?',
  ' \n Explain how an assistant coach works with a user of drugs in sport. \n',
  'Who was the user of the assistant professor’s system?',
  'First question? Second question: what follows from it?\n\nA: yes\nB: no\nC: maybe\nD: none',
  'Write a function:\n\n```html\n<s class="a"><div>strike</div></s>\n```',
  'Explain vec<T> and a[i] and [link](http://example.org) and <b>bold</b>.',
  '你好，请问怎么做？',
  'कृपया मुझे बिजली के बारे में बताइए।',
  'You are a helpful assistant in a museum. Write what you would tell a child about dinosaurs.',
  'I am sure that he is here. Is he?',
  'Model the growth of a population of rabbits.',
  'System design: how would you build a queue?',
  '"To be or not to be" is from which play?',
  '👩‍👩‍👧 What does this emoji mean?',
])('an instruction: %s', (text) => {
  expect(reasonOf(text)).toBeUndefined();
});

test.each([
  ['empty', '   \n'],
  ['reasoning tags', '<think>\nOkay, the user wants'],
  ['reasoning tags', 'What is 2+2?</think>'],
  ['reasoning tags', '◁think▷ so'],
  ['template tokens', 'What is rain?<|eot_id|>'],
  ['template tokens', 'What is rain?<|start_header_id|>assistant'],
  ['template tokens', 'What is rain? [/INST] Rain is'],
  ['template tokens', 'What is rain?<end_of_turn>'],
  ['template tokens', 'What is rain?<｜Assistant｜>'],
  ['role words', 'user\n\nWhat is rain?'],
  ['role words', 'Assistant: Rain is water.'],
  ['role words', 'What is rain?\nassistant\n\nRain is water.'],
  ['role words', 'What is rain?\n\n**Assistant:** Rain is water.'],
  ['role words', '### Human: what is rain'],
  ['unprintable', 'What is \u0000 rain?'],
  ['unprintable', 'What is r\uFFFDin?'],
  ['unprintable', 'What is \uE000 rain?'],
  ['answers instead of asking', 'Sure! Here is what you asked for.'],
  ['answers instead of asking', 'Certainly. Rain is water that falls from clouds.'],
  ['answers instead of asking', 'I’d be happy to help you with that!'],
  ['answers instead of asking', 'Hello! How can I assist you today?'],
  ['answers instead of asking', 'Okay, so I need to find the sum of the first ten primes.'],
  ['answers instead of asking', "I'm sorry, but I can't help with that."],
  ['fragment', 'rain'],
  ['fragment', ', and the others as well as those'],
  ['fragment', '-- ... -- !!'],
])('%s: %s', (reason, text) => {
  expect(reasonOf(text)).toBe(reason);
});

const system =
  'You are a tutor for mathematics. People bring you problems of every level, from school to proofs.';

test('what goes on with the system prompt is told from what a user says under it', () => {
  const drawn = { system };
  expect(reasonOf('You are an AI assistant for mathematics.', drawn)).toBe('goes on with the system prompt');
  expect(reasonOf('Well: people bring you problems of every level, from school to proofs.', drawn)).toBe(
    'goes on with the system prompt',
  );
  expect(reasonOf('Bring me problems of every level.', drawn)).toBeUndefined();
  expect(reasonOf('People bring you problems of every level, right?', drawn, { systemWords: 3 })).toBe(
    'goes on with the system prompt',
  );
});

test('a text that was cut is no instruction, and another language is not the one asked for', () => {
  expect(reasonOf('What is the longest river of', { finish: 'length' })).toBe('cut');
  const english = 'What is the longest river of Europe, and through which countries does it flow?';
  expect(reasonOf(english, { language: 'spa_Latn' })).toBe('other language');
  expect(reasonOf(english, { language: 'eng_Latn' })).toBeUndefined();
  expect(
    reasonOf('¿Cuál es el río más largo de Europa y por dónde pasa?', { language: 'spa_Latn' }),
  ).toBeUndefined();
  expect(reasonOf('Quito?', { language: 'spa_Latn' }), 'too short to tell').toBeUndefined();
});

test('a reason can be left out, and thresholds moved', () => {
  const transcript = 'Rewrite this.\nUser: hi\nAssistant: hello';
  expect(reasonOf(transcript)).toBe('role words');
  expect(reasonOf(transcript, {}, { off: ['role words'] })).toBeUndefined();
  expect(reasonOf(transcript, {}, { roleWords: [] })).toBeUndefined();
  expect(reasonOf('rain', {}, { minCharacters: 3 })).toBeUndefined();
  expect(reasonOf('What is \uFFFD rain?', {}, { maxUnprintable: 0.1 })).toBeUndefined();
});
