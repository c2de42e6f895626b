import { describe, expect, test } from 'vitest';
import { userTurnOf } from '../../../activities/recipes/magpie/pre-query/user-turn.ts';
import { familyNames, familyOf } from '../../../schemas/recipes/magpie/families.ts';
import { PreQuerySchema } from '../../../schemas/recipes/magpie/pre-query.ts';
import type { Message } from '../../../schemas/inference/question.ts';
import { openFamily, openTemplate } from '../../chat-templates/opening.ts';
import { turnsOf } from '../../../infra/standin/responders/magpie/turns.ts';

const fromTemplate = async (family: string, more: object = {}) =>
  userTurnOf(PreQuerySchema.parse(more), await openFamily(family));
const fromFamily = (family: string, more: object = {}) =>
  userTurnOf(PreQuerySchema.parse({ from: { family }, ...more }));

const conversation: Message[] = [
  { role: 'user', content: 'What is rain?' },
  { role: 'assistant', content: 'Water.' },
];

const llama = {
  user: '<|start_header_id|>user<|end_header_id|>\n\n',
  system: '<|start_header_id|>system<|end_header_id|>\n\n',
};
const dated = 'Cutting Knowledge Date: December 2023\nToday Date: ';

/** By family: the rendered prefix, and where the user's text ends. */
const rendered: Readonly<Record<string, { prefix: string; stops: readonly string[] }>> = {
  'llama-3.1': {
    prefix: `<|begin_of_text|>${llama.system}${dated}26 Jul 2024\n\n<|eot_id|>${llama.user}`,
    stops: ['<|eot_id|>', '<|start_header_id|>', '<|end_header_id|>', '<|begin_of_text|>'],
  },
  'llama-3.2': {
    prefix: `<|begin_of_text|>${llama.system}${dated}05 Mar 2026\n\n<|eot_id|>${llama.user}`,
    stops: ['<|eot_id|>', '<|start_header_id|>', '<|end_header_id|>', '<|begin_of_text|>'],
  },
  'qwen2.5': {
    prefix:
      '<|im_start|>system\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\n<|im_start|>user\n',
    stops: ['<|im_end|>', '<|im_start|>'],
  },
  'gemma-2': {
    prefix: '<bos><start_of_turn>user\n',
    stops: ['<end_of_turn>', '<start_of_turn>', '<bos>', '<eos>'],
  },
  'phi-3': { prefix: '<|user|>\n', stops: ['<|end|>', '<|assistant|>', '<|user|>', '<s>', '<|endoftext|>'] },
  mistral: { prefix: '<s>[INST] ', stops: ['[/INST]', '[INST]', '<s>', '</s>'] },
};

describe.each(Object.entries(rendered))('%s', (family, { prefix, stops }) => {
  test('its template is cut where the user’s text begins', async () => {
    const turn = await fromTemplate(family);
    expect(turn.first()).toBe(prefix);
    expect(turn.sent.stops).toEqual(expect.arrayContaining([...stops]));
    expect(turn.sent.stops.join(' ')).not.toMatch(/(^| )(user|assistant|\n)( |$)/);
    expect(turn.sent.body).toEqual({ add_special_tokens: false, skip_special_tokens: false });
  });

  test('a whole conversation stands before the next turn', async () => {
    const after = (await fromTemplate(family)).after(conversation);
    expect(after).toContain('What is rain?');
    expect(after).toMatch(/Water\..*\[?<?.*(user|INST)/s);
    expect(turnsOf(after)?.lastAnswer).toBe('Water.');
  });

  test('begin-of-text is left to a server that adds it', async () => {
    const turn = await fromTemplate(family, { beginOfText: 'server' });
    expect(turn.first()).toBe(prefix.replace(/^(<\|begin_of_text\|>|<bos>|<s>)/, ''));
    expect(turn.sent.body).toEqual({ skip_special_tokens: false });
  });
});

test('the authors’ prefixes are those of their published data', () => {
  const prefixes = Object.fromEntries(familyNames.map((name) => [name, fromFamily(name).first()]));
  expect(prefixes).toEqual({
    'llama-3': `<|begin_of_text|>${llama.user}`,
    'llama-3.1': `<|begin_of_text|>${llama.user}`,
    'llama-3.3': `<|begin_of_text|>${llama.user}`,
    qwen2: '<|im_start|>user\n',
    'qwen2.5':
      '<|im_start|>system\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\n<|im_start|>user\n',
    'gemma-1.1': '<bos><start_of_turn>user\n',
    'gemma-2': '<bos><start_of_turn>user\n\n',
    'phi-3': '<s> <|user|>\n',
    'phi-3.5': '<s> <|user|>\n',
    mistral: '<s> [INST] ',
    'llama-2': '<s> [INST] ',
    'yi-1.5': '<|startoftext|><|im_start|>user\n',
  });
  for (const name of familyNames) expect(familyOf(name).stops).not.toContain('assistant');
});

test('a family’s conversation is what its template makes, but for the open turn', async () => {
  const system: Message = { role: 'system', content: 'Be brief.' };
  for (const name of ['qwen2.5', 'phi-3', 'gemma-2', 'mistral'] as const) {
    const template = await openFamily(name);
    const led = template.system === 'own turn' ? [system] : [];
    const messages = [...led, ...conversation];
    const plain = (text: string) =>
      text
        .replace(/^<s> ?/, '')
        .replaceAll(/\s+/g, '')
        .replace(/<\|endoftext\|>$/, '');
    const turn = fromFamily(name);
    const after = turn.after(messages);
    expect(plain(after), name).toBe(plain(template.after(messages)));
    expect(after.startsWith(turn.begin)).toBe(true);
  }
});

test('a template without special tokens ends the user’s text by its own words', async () => {
  const plain =
    "{% for m in messages %}{% if m.role == 'user' %}{{ 'USER: ' + m.content + '\\n' }}{% else %}" +
    "{{ 'ASSISTANT: ' + m.content + '\\n' }}{% endif %}{% endfor %}{% if add_generation_prompt %}ASSISTANT:{% endif %}";
  const turn = userTurnOf(PreQuerySchema.parse({}), await openTemplate(plain, { eos_token: '</s>' }));
  expect(turn.first()).toBe('USER: ');
  expect(turn.sent.stops).toEqual(['</s>', 'ASSISTANT:']);
});

test('a text of one’s own is asked as it is, and takes no system prompt', () => {
  const turn = userTurnOf(PreQuerySchema.parse({ from: { text: '### Instruction:\n', stops: ['###'] } }));
  expect(turn.first()).toBe('### Instruction:\n');
  expect(turn.sent.stops).toEqual(['###']);
  expect(() => turn.first('Be brief.')).toThrow('has no place for a system prompt');
  expect(() => turn.after(conversation)).toThrow('has no place for a second turn');
});
