import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openTokenizer } from '../../activities/tokens/open-tokenizer.ts';
import { linear, slowdown } from '../slowdown.ts';
import { tinyTokenizer } from './tokenizer-json.ts';

async function fileWith(content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-tokenizer-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'tokenizer.json');
  await writeFile(file, content);
  return file;
}

test('tokenizer.json counts by its own merges, and special tokens in a text are text', async () => {
  const file = await fileWith(JSON.stringify(tinyTokenizer()));
  const tokenizer = await openTokenizer({ kind: 'huggingface', file });
  expect(tokenizer.count('the thin')).toBe(5);
  expect(tokenizer.count('<|endoftext|>')).toBe(13);
  expect(tokenizer.count('ä')).toBe(2);
  expect(tokenizer.countUpTo('xyz '.repeat(100_000), 10)).toBe(11);
  expect(tokenizer.name).toMatch(/^huggingface tokenizer\.json [0-9a-f]{12}$/);
});

test('another file is another digest', async () => {
  const one = await openTokenizer({
    kind: 'huggingface',
    file: await fileWith(JSON.stringify(tinyTokenizer())),
  });
  const spaced = await fileWith(JSON.stringify(tinyTokenizer(), null, 1));
  expect((await openTokenizer({ kind: 'huggingface', file: spaced })).digest).not.toBe(one.digest);
});

test('a long text without a space is counted in linear time', async () => {
  const file = await fileWith(JSON.stringify(tinyTokenizer()));
  const tokenizer = await openTokenizer({ kind: 'huggingface', file });
  const letters = (length: number) => 'q'.repeat(length);
  expect(tokenizer.count(letters(64_000))).toBe(64_000);
  expect(slowdown(letters, 64_000, (text) => tokenizer.count(text))).toBeLessThan(linear);
});

test.each([
  ['{"model":', 'is not a tokenizer.json that can be used'],
  ['{"model":{"type":"unheard of"}}', 'is not a tokenizer.json that can be used'],
])('%s is one clear error', async (content, problem) => {
  const file = await fileWith(content);
  await expect(openTokenizer({ kind: 'huggingface', file })).rejects.toThrow(problem);
  await expect(openTokenizer({ kind: 'huggingface', file: `${file}.gone` })).rejects.toThrow(
    'cannot be read',
  );
});
