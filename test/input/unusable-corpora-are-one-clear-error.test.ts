import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { backAndForth } from '../builds/documents.ts';
import { openFoundry } from '../builds/foundry.ts';
import { failureOf } from '../survival/failure.ts';

test('a corpus that is empty, missing, damaged or holds no document ends the build with one clear error', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const cut = gzipSync(`${JSON.stringify({ text: 'a text' })}\n`.repeat(1000)).subarray(0, 60);
  const files: [name: string, content: Buffer | string | undefined, problem: RegExp][] = [
    ['nothing.jsonl', '', /the corpus is empty: the file has 0 bytes/],
    ['blank.jsonl', '\n\n  \n', /the corpus is empty/],
    ['useless.jsonl', '{"body": "no text"}\nnot JSON\n', /no document is usable \(.*malformed JSON: 1/],
    ['missing.jsonl', undefined, /there is no|does not exist|no such file/i],
    ['cut.jsonl.gz', cut, /gzip|damaged|cut|unexpected end/i],
    ['odd.pdf', '%PDF', /format/],
  ];
  for (const [name, content, problem] of files) {
    const path = join(foundry.folder, name);
    if (content !== undefined) await writeFile(path, content);
    const failure = await failureOf(
      foundry.build({ ...backAndForth, name: 'unusable', corpus: { files: [path] } }),
    );
    expect.soft(failure, name).toMatchObject({ type: 'CorpusUnreadable', nonRetryable: true });
    expect.soft(failure.message, name).toContain(name);
    expect.soft(failure.message, name).toMatch(problem);
    expect.soft(failure.message.split('\n'), name).toHaveLength(1);
  }
  expect(foundry.standin.stats().answered).toBe(0);
  expect(await readdir(foundry.store)).not.toContain('datasets');
});
