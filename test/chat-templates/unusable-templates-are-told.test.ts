import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openChatTemplate } from '../../activities/chat-templates/open-chat-template.ts';
import { configFile, familyFile, openFamily, openTemplate } from './opening.ts';

const turn = '{% for m in messages %}<{{ m.role }}>TEXT{% endfor %}';

test.each([
  [
    'does not parse',
    '{% for m in messages %}{{ m.content',
    /its template does not parse \(.+\)\. Take the file/,
  ],
  ['has no end', '{% if messages %}x', /its template does not parse/],
  ['has no user turn', 'Hello!', /it has no turn of the user's: their text is not in what it prints\./],
  [
    'takes assistants only',
    "{% for m in messages if m.role == 'assistant' %}{{ m.content }}{% endfor %}",
    /it has no turn of the user's/,
  ],
  ['writes in capitals', turn.replace('TEXT', '{{ m.content | upper }}'), /it changes the user's text\./],
  [
    'takes characters out',
    turn.replace('TEXT', "{{ m.content | replace('<|', '') }}"),
    /it changes the user's text, by more than white space at its ends/,
  ],
  ['says it twice', turn.replace('TEXT', '{{ m.content }}{{ m.content }}'), /prints the user's text 2 times/],
  ['calls what is not there', '{{ pages(messages) }}', /roles user cannot be rendered \(.+\)/],
  [
    'refuses users',
    "{{ raise_exception('No users\nhere') }}",
    /refuses messages of the roles user \("No users"\)/,
  ],
])('a template that %s', async (_, template, told) => {
  const error: unknown = await openTemplate(template).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'ChatTemplateUnusable' });
  expect(String(error)).toMatch(told);
  expect(String(error)).toMatch(/^ChatTemplateUnusable: chat template \S+tokenizer_config\.json: [^\n]+$/);
});

test.each([
  ['is no JSON', '{"chat_template":', /this is no tokenizer_config\.json \(it is not JSON\)/],
  ['is a list', '[]', /this is no tokenizer_config\.json/],
  ['has a number for a token', { bos_token: 5 }, /this is no tokenizer_config\.json \(bos_token: /],
  ['is that of a base model', { bos_token: '<s>' }, /it has no chat_template, and no chat_template\.jinja/],
  [
    'has no default',
    {
      chat_template: [
        { name: 'rag', template: 'x' },
        { name: 'tool_use', template: 'y' },
      ],
    },
    /none of its chat templates \(rag, tool_use\) is called default/,
  ],
])('a file that %s', async (_, config, told) => {
  const tokenizerConfig = configFile(config);
  await expect(openChatTemplate({ tokenizerConfig })).rejects.toThrow(told);
});

test('a file that is not there, and a folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tunesmith-template-'));
  await expect(openChatTemplate({ tokenizerConfig: join(folder, 'gone.json') })).rejects.toThrow(
    /gone\.json: there is no such file\. Correct tokenizerConfig/,
  );
  await expect(openChatTemplate({ tokenizerConfig: folder })).rejects.toThrow(
    /it is a folder\. Name the tokenizer_config\.json in it/,
  );
});

test("a template that prints today's date wants a day that stands for it", async () => {
  await expect(openChatTemplate({ tokenizerConfig: familyFile('llama-3.2') })).rejects.toThrow(
    /it prints the date of today \(strftime_now\).*Set chatTemplate\.date/,
  );
});

test('a system message that a template refuses, or leaves out', async () => {
  const gemma = await openFamily('gemma-2');
  expect(() => gemma.userPrefix('Be brief.')).toThrow(
    /refuses messages of the roles system, user \("System role not supported"\)\. Ask without a system prompt/,
  );
  const silent = await openTemplate(
    "{% for m in messages if m.role != 'system' %}[{{ m.content }}]{% endfor %}",
  );
  expect(silent.system).toBe('left out');
  expect(() => silent.userPrefix('Be brief.')).toThrow(/leaves a system message out/);
});
