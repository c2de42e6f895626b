import { expect, test } from 'vitest';
import { checkSlots, parsePrompt, PromptError } from '../../activities/prompts/prompt.ts';

test('a value that holds a slot, a separator line or $& comes through unchanged', () => {
  const prompt = parsePrompt('Read {{response}} and answer {{instruction}}.', 'p.md');
  const response = 'Use {{instruction}} and {{ response }}\n--- system\n$& $1 \\0';
  expect(prompt.fill({ response, instruction: 'why?' })).toEqual([
    { role: 'user', content: `Read ${response} and answer why?.` },
  ]);
});

test.each([
  ['Question: {{q}}\nAnswer:\n', 'Question: why?\nAnswer:', 'Question: why?\nAnswer:\n'],
  ['Question: {{q}}\r\nAnswer:\r\n\r\n', 'Question: why?\nAnswer:', 'Question: why?\nAnswer:\n\n'],
  ['Question: {{q}}\nAnswer:', 'Question: why?\nAnswer:', 'Question: why?\nAnswer:'],
  ['\n# {{q}} ', '# why?', '\n# why? '],
])('only a raw prompt keeps the white space around it: %j', (text, trimmed, raw) => {
  const prompt = parsePrompt(text, 'p.md');
  expect(prompt.fill({ q: 'why?' })).toEqual([{ role: 'user', content: trimmed }]);
  expect(prompt.fill({ q: 'why?' }, { raw: true })).toEqual([{ role: 'user', content: raw }]);
});

test('of a raw prompt in sections, only the end of the last is its end', () => {
  const prompt = parsePrompt('--- system\nBe brief.\n\n--- user\n{{q}}\nAnswer:\n', 'p.md');
  expect(prompt.fill({ q: 'Why?' }, { raw: true })).toEqual([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Why?\nAnswer:\n' },
  ]);
});

test('separator lines make messages', () => {
  const prompt = parsePrompt('--- system\nBe {{mood}}.\n--- user\nHello {{ name }}\n', 'p.md');
  expect(prompt.fill({ mood: 'brief', name: 'you' })).toEqual([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hello you' },
  ]);
});

test.each([
  [
    '{{instruction}} {{respons}}',
    "p.md: unknown slot {{respons}}; this prompt's slots are {{instruction}}, {{response}}",
  ],
  ['{{instruction}}', 'p.md: the slot {{response}} is missing'],
])('%j is refused', (text, message) => {
  expect(() => checkSlots(parsePrompt(text, 'p.md'), ['instruction', 'response'], 'p.md')).toThrow(
    new PromptError(message),
  );
});

test('an empty prompt and text before the first message are refused', () => {
  expect(() => parsePrompt(' \n', 'p.md')).toThrow('p.md: the prompt is empty');
  expect(() => parsePrompt('Hello\n--- user\nHi', 'p.md')).toThrow('p.md: text before the first');
});

test('a name of Object.prototype is no value', () => {
  expect(() => parsePrompt('{{constructor}}', 'p.md').fill({})).toThrow(
    'p.md: no value for the slot {{constructor}}',
  );
});

test('a section without text is refused: the model would be sent an empty message', () => {
  expect(() => parsePrompt('--- system\n--- user\nHi', 'p.md')).toThrow(
    'p.md: nothing stands below the line "--- system"',
  );
});

test('a slot has any name that a column may have', () => {
  const prompt = parsePrompt('{{Extra Info}} {{ Сложность }} {{meta.a-b}} {{{x}}} \\{{y}}', 'p.md');
  const values = { 'Extra Info': '1', Сложность: '2', 'meta.a-b': '3', x: '4' };
  expect(prompt.fill(values)).toEqual([{ role: 'user', content: '1 2 3 {4} {{y}}' }]);
});

test.each(['{{topic', '{{topic}', '{{}}', '{{ }}', '{{a{b}}', '{{a\nb}}'])(
  '%j is never sent as it is',
  (text) => {
    expect(() => parsePrompt(`About ${text}`, 'p.md')).toThrow(/^p\.md: "\{\{.* begins no slot/);
  },
);
