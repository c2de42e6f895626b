import { mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listSources } from '../../activities/corpus/list-sources.ts';
import type { ObjectSource } from '../../activities/corpus/object-source.ts';
import { folderWith, noObjects } from './corpus-folder.ts';

const names = (files: readonly { name: string }[]) => files.map((file) => file.name);

test('files, folders and globs give each file once, in order, with what tells a change', async () => {
  const folder = await folderWith({ 'b.jsonl.gz': 'x', 'a.jsonl': 'x', 'notes.md': 'x', 'c.parquet': 'x' });
  await mkdir(join(folder, 'deep', 'er'), { recursive: true });
  await writeFile(join(folder, 'deep', 'er', 'd.csv.zst'), 'x');
  const files = await listSources(
    { files: ['c.parquet', '.', '*.jsonl', join(folder, 'a.jsonl')] },
    folder,
    noObjects,
  );
  expect(names(files)).toEqual(['a.jsonl', 'b.jsonl.gz', 'c.parquet', join('deep', 'er', 'd.csv.zst')]);
  expect(files.map((file) => `${file.format} ${file.compression}`)).toEqual([
    'jsonl none',
    'jsonl gzip',
    'parquet none',
    'csv zstd',
  ]);
  await utimes(join(folder, 'a.jsonl'), 1, 1);
  const again = await listSources({ files: ['.'] }, folder, noObjects);
  expect(again[0]?.fingerprint).not.toBe(files[0]?.fingerprint);
  expect(again[1]?.fingerprint).toBe(files[1]?.fingerprint);
});

test('a set format reads files of any extension', async () => {
  const folder = await folderWith({ 'dump.txt.gz': 'x' });
  expect(await listSources({ files: ['*.gz'], format: 'jsonl' }, folder, noObjects)).toMatchObject([
    { format: 'jsonl', compression: 'gzip' },
  ]);
});

test.each(['data [v1] {x,y} (z) !', 'a|b', 'star* who?', '#1 100% %41'])(
  'below a folder named %j files, folders and globs are found under their escaped and their own names',
  async (name) => {
    const folder = await folderWith({});
    await mkdir(join(folder, name, 'in [1]'), { recursive: true });
    await writeFile(join(folder, name, 'in [1]', 'a [2].jsonl'), 'x');
    const escaped = name.replaceAll(/[*?{}[\]()!\\]/g, '\\$&');
    for (const entry of [
      `${name}/in [1]/a [2].jsonl`,
      `${escaped}/in [1]/a [2].jsonl`,
      `${escaped}/in [1]`,
      `${escaped}/**/*.jsonl`,
    ])
      expect([entry, names(await listSources({ files: [entry] }, folder, noObjects))]).toEqual([
        entry,
        [join(name, 'in [1]', 'a [2].jsonl')],
      ]);
  },
);

test.each([
  [['gone.jsonl'], 'gone.jsonl: there is no such file or folder'],
  [['*.jsonl.zst'], '*.jsonl.zst: the glob matches no file'],
  [['empty-folder'], 'empty-folder: the folder holds no'],
  [['notes.md'], 'notes.md: its extension is none of'],
  [['loop.jsonl'], 'loop.jsonl: it cannot be read (ELOOP)'],
  [['a.jsonl/b.jsonl'], 'it cannot be read (ENOTDIR)'],
  [['nothing.jsonl'], 'nothing.jsonl: the corpus is empty: the file has 0 bytes'],
  [['s3:///key.jsonl'], 's3:///key.jsonl: no bucket is named'],
])('%j is one clear error', async (files, message) => {
  const folder = await folderWith({ 'notes.md': 'x', 'a.jsonl': 'x', 'nothing.jsonl': '' });
  await mkdir(join(folder, 'empty-folder'));
  await symlink('loop.jsonl', join(folder, 'loop.jsonl'));
  const none: ObjectSource = {
    list: () => Promise.resolve([]),
    open: () => Promise.reject(new Error('unused')),
  };
  await expect(listSources({ files }, folder, () => none)).rejects.toThrow(message);
});
