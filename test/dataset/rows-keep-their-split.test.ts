import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { OutputSchema } from '../../schemas/build/build.ts';
import { readTyped } from '../../activities/parquet/read-rows.ts';
import { digestOf } from '../../activities/digest.ts';
import { finishedBuild, testFolder } from './finished-build.ts';
import { publish, type Published } from './published.ts';

const output = { splits: { validation: 0.2, test: 0.1 }, training: true } as const;

/** The split of every row, by its id. */
async function splitsOf({ dataset, manifest }: Published): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { path } of manifest.files) {
    const split = /^data\/([a-z]+)-\d+-of-\d+\.parquet$/.exec(path)?.[1];
    if (split === undefined) continue;
    for (const { id } of await readTyped(join(dataset.location, path), { id: z.string() }))
      found.set(id, split);
  }
  return found;
}

test('a row is in the same split in every version, and in every format', async () => {
  const folder = await testFolder();
  const first = await publish(await finishedBuild({ folder, rows: 300, seed: 1, output }));
  const before = await splitsOf(first);
  expect(before.size).toBe(300);
  const counts = (of: Map<string, string>) =>
    ['train', 'validation', 'test'].map((name) => ({
      name,
      rows: [...of.values()].filter((each) => each === name).length,
    }));
  expect(first.manifest.splits).toEqual(counts(before));
  const [train = 0, validation = 0, held = 0] = counts(before).map(({ rows }) => rows);
  // Shares of 0.7, 0.2 and 0.1, give or take what chance does to 300 rows.
  expect(train).toBeGreaterThan(180);
  expect(validation).toBeGreaterThan(35);
  expect(held).toBeGreaterThan(12);
  expect(await first.lines('messages.jsonl')).toHaveLength(train);
  expect(await first.lines('messages-validation.jsonl')).toHaveLength(validation);
  expect(await first.lines('messages-test.jsonl')).toHaveLength(held);

  // Another version, with other rows before and behind them, in other shards.
  const second = await publish(
    await finishedBuild({
      folder,
      rows: 320,
      seed: 2,
      shards: 4,
      output,
      row: (index) => (index < 10 ? { id: digestOf(`new ${index}`) } : { response: `Now ${index}.` }),
    }),
  );
  const after = await splitsOf(second);
  const both = [...before].filter(([id]) => after.has(id));
  expect(both).toHaveLength(290);
  for (const [id, split] of both) expect(after.get(id)).toBe(split);

  const card = await first.read('README.md');
  expect(parse(card.split('---')[1] ?? '')).toMatchObject({
    configs: [
      {
        config_name: 'default',
        data_files: [
          { split: 'train', path: 'data/train-*.parquet' },
          { split: 'validation', path: 'data/validation-*.parquet' },
          { split: 'test', path: 'data/test-*.parquet' },
        ],
      },
    ],
  });
  expect(card).toMatch(/`messages\.jsonl`, `messages-validation\.jsonl`, `messages-test\.jsonl`/);
  expect(parse(await first.read('training/sft.axolotl.yaml'))).toMatchObject({
    datasets: [{ path: '../messages.jsonl' }],
    test_datasets: [{ path: '../messages-validation.jsonl', type: 'chat_template' }],
  });
  const info: unknown = JSON.parse(await first.read('training/dataset_info.json'));
  expect(info).toMatchObject({
    'a-dataset': { file_name: '../messages.jsonl' },
    'a-dataset-validation': { file_name: '../messages-validation.jsonl' },
    'a-dataset-test': { file_name: '../messages-test.jsonl' },
  });
  const report = await readFile(join(second.dataset.location, 'report.html'), 'utf8');
  expect(report).toContain('Since version 1');
});

test('a split that no row is in has no file, and shares are checked', async () => {
  const tiny = { splits: { test: 0.000001 } };
  const { manifest, read } = await publish(await finishedBuild({ rows: 3, output: tiny }));
  expect(manifest.splits).toEqual([{ name: 'train', rows: 3 }]);
  expect(manifest.files.map(({ path }) => path)).not.toContain('messages-test.jsonl');
  expect(await read('README.md')).not.toContain('split: test');
  const refused = (splits: unknown) => OutputSchema.safeParse({ splits }).error?.issues[0]?.message;
  expect(refused({})).toMatch(/give validation, test, or both/);
  expect(refused({ validation: 0.5, test: 0.5 })).toMatch(/leave no rows to train on/);
});
