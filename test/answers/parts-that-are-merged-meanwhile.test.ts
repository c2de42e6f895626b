import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { AnswerFiles } from '../../activities/engine/answers/answer-files.ts';
import { lineOf } from '../../activities/engine/answers/journal.ts';
import { ObjectUnreadable } from '../../activities/storage/stored-json.ts';
import { LocalStore } from '../../activities/storage/local-store.ts';
import { rejection } from '../inference/asking.ts';
import { anAnswer } from './an-answer.ts';

/** Ten parts of one answer each, in a store whose reads may be told of. */
async function tenParts(onRead: () => Promise<void> = () => Promise.resolve()) {
  const root = await mkdtemp(join(tmpdir(), 'tunesmith-parts-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  class Told extends LocalStore {
    override async getBytes(key: string) {
      await onRead();
      return super.getBytes(key);
    }
  }
  const writer = new AnswerFiles(await new LocalStore(root).open(), 'group', []);
  for (let number = 0; number < 10; number += 1)
    await writer.add([lineOf({ address: `a${number}`, answer: anAnswer(`answer ${number}`) })]);
  const reader = new AnswerFiles(await new Told(root).open(), 'group', []);
  return { root, writer, reader };
}

test('answers in parts that another build merges while they are read are found all the same', async () => {
  let merged = false;
  const { root, writer, reader } = await tenParts(async () => {
    if (merged) return;
    merged = true;
    await writer.merge();
  });
  const entries = await reader.load();
  expect(await readdir(join(root, 'answers', 'group'))).toHaveLength(1);
  expect(new Set(entries.map(({ address }) => address))).toEqual(
    new Set(Array.from({ length: 10 }, (_, number) => `a${number}`)),
  );
});

test('a damaged part is named, with what to do, and is not tried for ever', async () => {
  const { root, reader } = await tenParts();
  const path = join(root, 'answers', 'group', 'part-damaged.jsonl.gz');
  await writeFile(path, 'no gzip');
  const error = await rejection(reader.load());
  expect(error).toBeInstanceOf(ObjectUnreadable);
  expect(String(error)).toContain(`${path} is damaged (incorrect header check); remove it`);
});
