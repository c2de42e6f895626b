import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { finishedBuild } from './finished-build.ts';
import { nasty } from './nasty.ts';
import { publish } from './published.ts';

/** The YAML between the first two lines of three dashes, as the Hugging Face hub (1.2) and PyYAML (1.1) read it. */
function frontMatter(card: string): unknown {
  const front = /^---\n(.*?)\n---\n/s.exec(card)?.[1] ?? '';
  const read: unknown = parse(front, { version: '1.2' });
  expect(parse(front, { version: '1.1' })).toEqual(read);
  return read;
}

test('the card begins with YAML that only the config decides', async () => {
  const finished = await finishedBuild({
    rows: 1200,
    row: () => ({ instruction: nasty, response: nasty, source: nasty, metadata: { license: nasty } }),
    output: { license: 'odc-by', language: ['en', 'de'] },
  });
  const { read } = await publish(finished);
  expect(frontMatter(await read('README.md'))).toEqual({
    license: 'odc-by',
    language: ['en', 'de'],
    pretty_name: 'a-dataset',
    size_categories: ['1K<n<10K'],
    task_categories: ['text-generation'],
    tags: ['synthetic', 'instruction-tuning', 'tunesmith', 'back-and-forth'],
    configs: [{ config_name: 'default', data_files: [{ split: 'train', path: 'data/train-*.parquet' }] }],
  });
});

test('without Parquet each JSONL file is a config', async () => {
  const finished = await finishedBuild({ rows: 2, output: { formats: ['sharegpt', 'messages'] } });
  const { read, manifest } = await publish(finished);
  expect(frontMatter(await read('README.md'))).toMatchObject({
    configs: [
      { config_name: 'default', data_files: [{ split: 'train', path: 'sharegpt.jsonl' }] },
      { config_name: 'messages', data_files: [{ split: 'train', path: 'messages.jsonl' }] },
    ],
  });
  expect(manifest.files.map(({ path }) => path)).toEqual([
    'sharegpt.jsonl',
    'messages.jsonl',
    'README.md',
    'report.html',
  ]);
});

const words = [
  'no',
  'on',
  'yes',
  'y',
  '~',
  'null',
  '2024-01-01',
  '1e3',
  '0x1f',
  '0o17',
  '017',
  '1_000',
  '12:30',
  '.5',
  '=',
  '<<',
  '.inf',
  'NaN',
  '1.10',
  '',
  '- a',
  'a: b',
  '#x',
];

test.each(words.filter((word) => word !== ''))('%j is a text to every reader', async (word) => {
  const finished = await finishedBuild({ rows: 1, output: { license: word, language: ['no', 'de'] } });
  const { read } = await publish(finished);
  expect(frontMatter(await read('README.md'))).toMatchObject({ license: word, language: ['no', 'de'] });
});
