import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { AnswerBook } from '../../activities/engine/answers/answer-book.ts';
import { Journal } from '../../activities/engine/answers/journal.ts';
import { AnswerFiles } from '../../activities/engine/answers/answer-files.ts';
import { LocalStore } from '../../activities/storage/local-store.ts';
import { question } from '../inference/asking.ts';
import { anAnswer } from './an-answer.ts';

async function library() {
  const root = await mkdtemp(join(tmpdir(), 'tunesmith-book-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const store = await new LocalStore(join(root, 'store')).open();
  const open = async (shard: string, build = 'a build') => {
    const book = new AnswerBook(
      new AnswerFiles(store, 'group', [shard]),
      new Journal(join(root, 'journal', shard)),
      { store: 'a store', build },
    );
    await book.open();
    return book;
  };
  return { root, open };
}

test('when whoever asked gives up, one of those that wait for the answer asks, and not all of them', async () => {
  const { open } = await library();
  const [first, second] = [await open('0'), await open('1')];
  let asked = 0;
  const ask = () => {
    asked += 1;
    return Promise.resolve(anAnswer('hello'));
  };
  const cancel = new AbortController();
  const hangs = new Promise<never>((_, reject) => {
    cancel.signal.addEventListener('abort', () => reject(new Error('cancelled')));
  });
  const given = first.answer(question('same'), () => hangs).catch(() => 'gave up');
  const waiting = Array.from({ length: 5 }, () => second.answer(question('same'), ask));
  cancel.abort();
  expect(await given).toBe('gave up');
  const answers = await Promise.all(waiting);
  expect(asked).toBe(1);
  expect(answers.filter(({ reused }) => !reused)).toHaveLength(1);
});

test('an attempt that ends with all its answers in the store leaves no journal behind', async () => {
  const { root, open } = await library();
  const book = await open('0');
  await book.answer(question('one'), () => Promise.resolve(anAnswer('hello')));
  expect(await readdir(join(root, 'journal', '0'))).toHaveLength(1);
  await book.leave();
  expect(existsSync(join(root, 'journal', '0')) ? await readdir(join(root, 'journal', '0')) : []).toEqual([]);
  const later = await open('0');
  const never = () => Promise.reject(new Error('was asked again'));
  // Paid for by this build, though by an attempt that came to no end.
  expect(await later.answer(question('one'), never)).toMatchObject({ reused: false });
  const other = await open('0', 'another build');
  expect(await other.answer(question('one'), never)).toMatchObject({ reused: true });
});
