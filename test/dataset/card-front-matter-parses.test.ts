import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { finishedBuild } from './finished-build.ts';
import { nasty } from './nasty.ts';
import { publish } from './published.ts';

/** The YAML between the first two lines of three dashes, as the Hugging Face hub reads it. */
function frontMatter(card: string): unknown {
  return parse(/^---\n(.*?)\n---\n/s.exec(card)?.[1] ?? '');
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
