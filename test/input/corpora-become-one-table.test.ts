import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openHome } from '../../workers/home.ts';
import { createParts } from '../../workers/parts.ts';
import { importCorpus } from '../../activities/engine/import/import-corpus.ts';
import { toJson } from '../../activities/storage/stored-json.ts';
import { planKey } from '../../activities/engine/tables/keys.ts';
import { readTyped } from '../../activities/parquet/read-rows.ts';
import { documentShape, TextsInputSchema } from '../../schemas/table/corpus.ts';
import type { TableSummary } from '../../schemas/build/task.ts';
import { z } from 'zod';
import { buildWith } from '../dataset/build-with.ts';
import { testFolder } from '../dataset/finished-build.ts';
import { rejectsOf, rowPaths } from '../tables/stored-table.ts';

const shape = { ...documentShape, language: z.string() };

async function workshop() {
  const folder = await testFolder();
  const parts = createParts(await openHome({ TUNESMITH_HOME: join(folder, 'home') }), {});
  const uri = join(folder, 'store');
  const store = await parts.openStore({ uri });
  const { plan } = buildWith(store, {});
  await store.putBytes(planKey(plan.id), toJson({ ...plan, config: { ...plan.config, store: { uri } } }));
  const build = { id: plan.id, store: { uri }, plan: planKey(plan.id) };
  return {
    folder,
    write: async (name: string, content: string) => {
      await writeFile(join(folder, name), content);
      return join(folder, name);
    },
    importTexts: (corpus: z.input<typeof TextsInputSchema>): Promise<TableSummary> =>
      importCorpus({ build, kind: 'texts', corpus }, parts, new AbortController().signal, () => undefined),
    rows: async ({ table }: TableSummary) => {
      const [path = ''] = await rowPaths(uri, table);
      return readTyped(path, shape);
    },
    rejects: (summary: TableSummary) => rejectsOf(uri, summary),
  };
}

test('corpora of several languages and formats are one table with their language', async () => {
  const { write, importTexts, rows, rejects } = await workshop();
  const plain = await write('te.txt', 'మొదటి\n\nsame words\n\nsame words');
  const answers = await write(
    'aya.jsonl',
    '{"inputs":"Q","targets":"same words","language":"spa"}\n{"inputs":"Q2","targets":"no","language":"hin"}\n',
  );
  const summary = await importTexts([
    { corpus: { files: [plain] }, columns: { language: 'tel_Telu' } },
    {
      corpus: { files: [answers], columns: { text: 'targets' }, where: { language: 'spa' } },
      columns: { language: 'spa_Latn' },
    },
  ]);
  expect(summary.counts).toEqual({ in: 5, out: 3, rejected: 2, expanded: 0 });
  const made = (await rows(summary)).sort((a, b) => (a.language + a.text < b.language + b.text ? -1 : 1));
  expect(made.map(({ language, text, source }) => [language, text, source.split('/').at(-1)])).toEqual([
    ['spa_Latn', 'same words', 'aya.jsonl'],
    ['tel_Telu', 'same words', 'te.txt'],
    ['tel_Telu', 'మొదటి', 'te.txt'],
  ]);
  expect(new Set(made.map(({ id }) => id)).size).toBe(3);
  expect(made[0]?.metadata).toMatchObject({ inputs: 'Q' });
  expect((await rejects(summary)).map(({ id, reason }) => [id, reason]).sort()).toEqual([
    ['aya.jsonl:2', 'filtered: language'],
    ['te.txt:5', 'duplicate'],
  ]);
});

test('an unchanged corpus is not read again, and another language of the same text gives other rows', async () => {
  const { write, importTexts, rows } = await workshop();
  const file = await write('a.txt', 'one\n\ntwo');
  const inLanguage = (language: string) =>
    importTexts([{ corpus: { files: [file] }, columns: { language } }]);
  const first = await inLanguage('hin_Deva');
  expect(await inLanguage('hin_Deva')).toEqual({ ...first, seconds: 0, reused: true });
  const other = await inLanguage('mar_Deva');
  expect(other.reused).toBe(false);
  const ids = new Set([...(await rows(first)), ...(await rows(other))].map(({ id }) => id));
  expect(ids.size).toBe(4);
});

test('a corpus without usable documents, or with other columns than the first, is one clear error', async () => {
  const { write, importTexts } = await workshop();
  const [file, empty] = [await write('a.txt', 'one'), await write('b.txt', '\n\n')];
  const corpora = (second: Record<string, string>) => [
    { corpus: { files: [file] }, columns: { language: 'hin_Deva' } },
    { corpus: { files: [empty] }, columns: second },
  ];
  await expect(importTexts(corpora({ language: 'tel_Telu' }))).rejects.toThrow(/b\.txt: the corpus is empty/);
  await expect(importTexts(corpora({ tongue: 'tel_Telu' }))).rejects.toThrow(/has the columns tongue/);
  await expect(importTexts(corpora({ text: 'x', language: 'y' }))).rejects.toThrow(
    /is a column of every document/,
  );
});
