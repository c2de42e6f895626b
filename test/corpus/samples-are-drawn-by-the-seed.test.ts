import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CorpusUnreadable } from '../../activities/corpus/corpus-unreadable.ts';
import { listSources } from '../../activities/corpus/list-sources.ts';
import { sampleDocuments, type SampleOptions } from '../../activities/corpus/sample-documents.ts';
import { CorpusSchema } from '../../schemas/table/corpus.ts';
import { ownFolder } from '../client/config-file.ts';

const noObjects = () => {
  throw new Error('no bucket here');
};

/** Samples of files with so many documents each. */
async function corpusOf(sizes: readonly number[], more: { limit?: number } = {}) {
  const folder = ownFolder();
  for (const [file, size] of sizes.entries()) {
    const lines = Array.from({ length: size }, (_, at) => JSON.stringify({ text: `document ${file}-${at}` }));
    await writeFile(join(folder, `${String(file)}.jsonl`), `${lines.join('\n')}\n`);
  }
  const corpus = CorpusSchema.parse({ files: [folder], ...more });
  const files = await listSources(corpus, '.', noObjects);
  return async (options: Partial<SampleOptions> = {}) => {
    const wanted = { documents: 10, seed: 1, most: 20_000, ...options };
    const sample = await sampleDocuments(files, corpus, { objects: noObjects, scratch: folder }, wanted);
    return { ...sample, texts: sample.documents.map(({ text }) => text) };
  };
}

test('the seed decides which documents are drawn, from all of a small corpus', async () => {
  const draw = await corpusOf([50, 70]);
  const first = await draw();
  expect(first).toMatchObject({ read: 120, all: true });
  expect(new Set(first.texts).size).toBe(10);
  expect((await draw()).texts).toEqual(first.texts);
  expect((await draw({ seed: 2 })).texts).not.toEqual(first.texts);
  // A larger sample holds the smaller one.
  expect((await draw({ documents: 40 })).texts.slice(0, 10)).toEqual(first.texts);
});

test('of a large corpus, as much of each file is read', async () => {
  const draw = await corpusOf([1000, 10, 1000]);
  const sample = await draw({ most: 60, documents: 60 });
  expect(sample).toMatchObject({ read: 50, all: false });
  const of = (file: number) => sample.texts.filter((text) => text.startsWith(`document ${file}-`)).length;
  expect([of(0), of(1), of(2)]).toEqual([20, 10, 20]);
});

test('with a limit, what a build would read', async () => {
  const draw = await corpusOf([30, 30], { limit: 40 });
  const sample = await draw({ documents: 60 });
  expect(sample).toMatchObject({ read: 40, all: true });
  expect(sample.texts).toContain('document 1-9');
  expect(sample.texts).not.toContain('document 1-10');
});

test('a corpus without documents is the error that a build would have', async () => {
  const folder = ownFolder();
  await writeFile(join(folder, 'a.jsonl'), '{"body": "no text"}\n');
  const corpus = CorpusSchema.parse({ files: [folder] });
  const files = await listSources(corpus, '.', noObjects);
  const options = { documents: 10, seed: 1, most: 100 };
  await expect(
    sampleDocuments(files, corpus, { objects: noObjects, scratch: folder }, options),
  ).rejects.toThrow(CorpusUnreadable);
});
