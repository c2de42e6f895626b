import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { openChatTemplate } from '../../activities/chat-templates/open-chat-template.ts';
import { strftime } from '../../activities/chat-templates/strftime.ts';
import { CorpusUnreadable } from '../../activities/corpus/corpus-unreadable.ts';
import type { ObjectSource } from '../../activities/corpus/object-source.ts';
import { ChatTemplateSchema } from '../../schemas/inference/chat-template.ts';
import { configFile, openTemplate } from './opening.ts';

const plain = '{{ bos_token }}{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}';

/** A bucket with these objects. */
function bucketOf(objects: Readonly<Record<string, string>>): ObjectSource {
  return {
    list: async (uri) =>
      Object.keys(objects)
        .filter((each) => each.startsWith(uri))
        .map((each) => ({ uri: each, bytes: 1, etag: each })),
    open: async (uri) => Readable.from([Buffer.from(objects[uri] ?? '')]),
  };
}

test('chat_template.jinja beside the file wins, as in transformers', async () => {
  const tokens = { bos_token: { content: '<s>' } };
  const alone = configFile(tokens, { 'chat_template.jinja': plain });
  const both = configFile({ ...tokens, chat_template: 'old' }, { 'chat_template.jinja': plain });
  for (const tokenizerConfig of [alone, both])
    expect((await openChatTemplate({ tokenizerConfig })).userPrefix()).toBe('<s>[user]');
});

test('both files are read from a bucket', async () => {
  const config = JSON.stringify({ bos_token: '<s>', chat_template: 'old' });
  const bucket = bucketOf({
    's3://b/m/tokenizer_config.json': config,
    's3://b/m/chat_template.jinja': plain,
  });
  const open = (tokenizerConfig: string) => openChatTemplate({ tokenizerConfig }, () => bucket);
  expect((await open('s3://b/m/tokenizer_config.json')).userPrefix()).toBe('<s>[user]');
  await expect(open('s3://b/m/tokenizer_config')).rejects.toThrow(/there is no such file/);
});

test('a bucket that cannot be read is told as such, and may be tried again', async () => {
  const fault = new CorpusUnreadable({ path: 's3://b', problem: 'away', fix: 'Wait', permanent: false });
  const bucket: ObjectSource = { list: () => Promise.reject(fault), open: () => Promise.reject(fault) };
  const opening = openChatTemplate({ tokenizerConfig: 's3://b/t.json' }, () => bucket);
  await expect(opening).rejects.toBe(fault);
});

test('another template, token or date is another digest; a date that is not printed is none', async () => {
  const dated = `{{ strftime_now('%Y') }}${plain}`;
  const open = (template: string, date?: string, bos_token = '<s>') =>
    openChatTemplate({ tokenizerConfig: configFile({ bos_token, chat_template: template }), date });
  const one = await open(plain);
  expect((await open(plain, '2026-01-01')).digest).toBe(one.digest);
  expect((await open(plain, undefined, '<b>')).digest).not.toBe(one.digest);
  expect((await open(`${plain} `)).digest).not.toBe(one.digest);
  const [first, second] = [await open(dated, '2026-01-01'), await open(dated, '2027-01-01')];
  expect(first.digest).not.toBe(second.digest);
  expect(second.userPrefix()).toBe('2027<s>[user]');
});

test('tools and documents are none, tojson is as in Python', async () => {
  const template = await openTemplate(
    `{{ 'none' if tools is none and documents is none }} {{ {'a': [1, 'é"<'], 'b': none} | tojson }} ${plain}`,
  );
  expect(template.userPrefix()).toBe('none {"a": [1, "é\\"<"], "b": null} [user]');
});

test.each([
  ['%d %b %Y', '05 Mar 2026'],
  ['%A, %B %-d, %Y', 'Thursday, March 5, 2026'],
  ['%Y-%m-%d %H:%M:%S day %j', '2026-03-05 00:00:00 day 064'],
  ['100%% %Q', '100% %Q'],
])('a day as %s', (format, text) => {
  expect(strftime('2026-03-05', format)).toBe(text);
});

test('a config names a path or an s3 URI, and a day', () => {
  const parse = (value: unknown) => ChatTemplateSchema.safeParse(value).error?.issues[0]?.message;
  expect(parse({ tokenizerConfig: 'm/tokenizer_config.json', date: '2026-03-05' })).toBeUndefined();
  expect(parse({ tokenizerConfig: 's3://b/m/tokenizer_config.json' })).toBeUndefined();
  expect(parse({ tokenizerConfig: 'https://huggingface.co/m/x.json' })).toBe('name a path or an s3:// URI');
  expect(parse({ tokenizerConfig: 'm', date: '5 March' })).toBe('write it as YYYY-MM-DD');
});
