import { expect, test } from 'vitest';
import { openFamily, openTemplate } from './opening.ts';

const llama = (today: string, system = '') =>
  `<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\nToday Date: ${today}\n\n${system}<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n`;
const qwenDefault = 'You are Qwen, created by Alibaba Cloud. You are a helpful assistant.';

test.each([
  [
    'llama-3.1',
    llama('26 Jul 2024'),
    { startsWithBos: true, trimsUserText: true, system: 'own turn', defaultSystem: '', date: undefined },
  ],
  ['llama-3.2', llama('05 Mar 2026'), { startsWithBos: true, system: 'own turn', date: '2026-03-05' }],
  [
    'qwen2.5',
    `<|im_start|>system\n${qwenDefault}<|im_end|>\n<|im_start|>user\n`,
    { startsWithBos: false, trimsUserText: false, system: 'own turn', defaultSystem: qwenDefault },
  ],
  [
    'gemma-2',
    '<bos><start_of_turn>user\n',
    { startsWithBos: true, trimsUserText: true, system: 'refused', defaultSystem: undefined },
  ],
  [
    'phi-3',
    '<|user|>\n',
    { startsWithBos: false, trimsUserText: false, system: 'own turn', defaultSystem: undefined },
  ],
  [
    'mistral',
    '<s>[INST] ',
    { startsWithBos: true, trimsUserText: false, system: "user's turn", defaultSystem: undefined },
  ],
])('%s', async (family, prefix, facts) => {
  const template = await openFamily(family);
  expect(template.userPrefix()).toBe(prefix);
  expect(template).toMatchObject(facts);
});

test.each([
  ['llama-3.1', llama('26 Jul 2024', 'Be brief.')],
  ['qwen2.5', '<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n'],
  ['phi-3', '<|system|>\nBe brief.<|end|>\n<|user|>\n'],
  ['mistral', '<s>[INST] Be brief.\n\n'],
])('%s with a system message', async (family, prefix) => {
  expect((await openFamily(family)).userPrefix('Be brief.')).toBe(prefix);
});

test.each([
  [
    'llama-3.1',
    `Hi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHello!<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n`,
  ],
  ['qwen2.5', 'Hi<|im_end|>\n<|im_start|>assistant\nHello!<|im_end|>\n<|im_start|>user\n'],
  ['gemma-2', 'Hi<end_of_turn>\n<start_of_turn>model\nHello!<end_of_turn>\n<start_of_turn>user\n'],
  ['phi-3', 'Hi<|end|>\n<|assistant|>\nHello!<|end|>\n<|user|>\n'],
  ['mistral', 'Hi[/INST] Hello!</s>[INST] '],
])("the user's next turn after a conversation of %s", async (family, rest) => {
  const template = await openFamily(family);
  const messages = [
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: 'Hello!' },
  ] as const;
  expect(template.after(messages)).toBe(template.userPrefix() + rest);
  expect(() => template.after(messages.slice(0, 1))).toThrow(/follows an assistant's, not user/);
});

test('a conversation that has the placeholder in it is cut at its end', async () => {
  const template = await openFamily('phi-3');
  const content = 'TheUsersTextStandsHere, TheUsersTextStandsHereX';
  expect(template.userPrefix(content)).toBe(`<|system|>\n${content}<|end|>\n<|user|>\n`);
});

test('a template that prints no header has an empty prefix', async () => {
  const template = await openTemplate('{% for m in messages %}{{ m.content }}\n\n{% endfor %}');
  expect(template.userPrefix()).toBe('');
  expect(template.startsWithBos).toBe(false);
});
