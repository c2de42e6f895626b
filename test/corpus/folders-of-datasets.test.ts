import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { listSources } from '../../activities/corpus/list-sources.ts';
import type { FilesInput } from '../../schemas/table/corpus.ts';
import { folderWith, noObjects } from './corpus-folder.ts';

const line = '{"text":"a"}\n';
const beside = { '.gitattributes': '*', 'dataset_infos.json': '{}', 'LICENSE.txt': 'MIT' };

function card(yaml: string): string {
  return `---\nlicense: mit\n${yaml}\n---\n# A dataset\n`;
}

/** What is read of a folder with these files. */
async function filesOf(files: Readonly<Record<string, string>>, chosen: Omit<FilesInput, 'files'> = {}) {
  const folder = await folderWith({});
  for (const [name, content] of Object.entries({ ...beside, ...files })) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  const sources = await listSources({ files: [folder], ...chosen }, folder, noObjects);
  return sources.map(({ uri }) => relative(folder, uri));
}

const two = {
  'README.md': card(`configs:
  - config_name: en
    data_files:
      - split: train
        path: [en/train-*.jsonl, more/en.jsonl]
      - { split: test, path: "en/test-[0-9].jsonl" }
    default: true
  - config_name: no
    data_files: no/*.jsonl`),
  'en/train-1.jsonl': line,
  'en/train-2.jsonl': line,
  'en/test-1.jsonl': line,
  'no/all.jsonl': line,
  'more/en.jsonl': line,
  'more/unnamed.jsonl': line,
};

test('a card says which files are data: of its default config and of training', async () => {
  expect(await filesOf(two)).toEqual(['en/train-1.jsonl', 'en/train-2.jsonl', 'more/en.jsonl']);
  expect(await filesOf(two, { split: 'test' })).toEqual(['en/test-1.jsonl']);
  expect(await filesOf(two, { config: 'no' })).toEqual(['no/all.jsonl']);
  expect(await filesOf(two, { config: 'en', split: 'all' })).toHaveLength(4);
});

test.each([
  ['data_files: data.csv', { 'data.csv': 'text\na\n' }, ['data.csv']],
  [
    'data_files: [a.jsonl, b.jsonl]',
    { 'a.jsonl': line, 'b.jsonl': line, 'c.jsonl': line },
    ['a.jsonl', 'b.jsonl'],
  ],
  ['data_files: { train: a.jsonl, test: b.jsonl }', { 'a.jsonl': line, 'b.jsonl': line }, ['a.jsonl']],
  ['data_dir: some', { 'some/a.jsonl': line, 'b.jsonl': line }, ['some/a.jsonl']],
  ['data_files: data/**', { 'data/x/a.jsonl': line, 'b.jsonl': line }, ['data/x/a.jsonl']],
])('%s', async (yaml, files, expected) => {
  const readme = card(`configs:\n- config_name: any\n  ${yaml}`);
  expect(await filesOf({ 'README.md': readme, ...files })).toEqual(expected);
});

test('without configs all data is read, and nothing that only tells of it', async () => {
  const files = {
    'README.md': card('tags: [a]'),
    'a-train.jsonl': line,
    'b-test.jsonl': line,
    'manifest.json': '{}',
  };
  expect(await filesOf(files)).toEqual(['a-train.jsonl', 'b-test.jsonl']);
  expect(await filesOf(files, { split: 'train' })).toEqual(['a-train.jsonl']);
});

test('of our own versions the newest is read, by its card', async () => {
  const readme = card(
    'configs:\n- config_name: default\n  data_files: [{ split: train, path: "data/train-*.jsonl" }]',
  );
  const latest = {
    format: 'tunesmith-latest-1',
    version: 2,
    digest: 'd',
    manifest: 'datasets/a/v2/manifest.json',
  };
  const version = {
    'README.md': readme,
    'manifest.json': '{}',
    'messages.jsonl': line,
    'data/train-0.jsonl': line,
  };
  const named = (folder: string) =>
    Object.fromEntries(Object.entries(version).map(([name, text]) => [folder + name, text]));
  expect(await filesOf({ 'latest.json': JSON.stringify(latest), ...named('v1/'), ...named('v2/') })).toEqual([
    'v2/data/train-0.jsonl',
  ]);
  expect(await filesOf(version)).toEqual(['data/train-0.jsonl']);
});

test.each([
  [{ config: 'de' }, two, 'its card has no config "de", only en, no. Set config'],
  [{ split: 'dev' }, two, 'its config "en" has no split "dev", only train, test'],
  [
    {},
    { 'README.md': card('configs:\n- config_name: a\n- config_name: b'), 'a.jsonl': line },
    'several configs and no default: a, b',
  ],
  [
    {},
    { 'README.md': card('configs:\n- config_name: a\n  data_files: gone-*.jsonl') },
    'its card names gone-*.jsonl, and no file is there',
  ],
  [
    {},
    { 'README.md': card('configs:\n- config_name: [a\n  data_files: a.jsonl'), 'a.jsonl': line },
    'its README.md has configs that cannot be read',
  ],
  [
    {},
    {
      'README.md': card('configs:\n- config_name: a\n  data_files: { train: { path: x } }'),
      'a.jsonl': line,
    },
    'its README.md has configs that cannot be read',
  ],
  [{ config: 'a' }, { 'a.jsonl': line }, 'no dataset card with configs'],
  [{}, {}, 'the folder holds no .jsonl'],
])('%j of a folder that has it not is one clear error', async (chosen, files, problem) => {
  await expect(filesOf(files, chosen)).rejects.toThrow(problem);
});

test('a split of a file is refused: it would choose nothing', async () => {
  const folder = await folderWith({ 'a.jsonl': line });
  await expect(listSources({ files: ['a.jsonl'], split: 'train' }, folder, noObjects)).rejects.toThrow(
    'split chooses among',
  );
});
