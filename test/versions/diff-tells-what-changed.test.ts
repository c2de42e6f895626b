import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { digestOf } from '../../activities/digest.ts';
import { openStore } from '../../activities/storage/open-store.ts';
import { diffLines } from '../../cli/versions/diff.ts';
import { paletteFor } from '../../cli/text/palette.ts';
import { widthOf } from '../../cli/text/width.ts';
import { Datasets } from '../../client/index.ts';
import { DatasetDiffSchema } from '../../schemas/dataset/diff.ts';
import { tunesmith } from '../cli/command-line.ts';
import { testFolder } from '../dataset/finished-build.ts';
import { pairRow } from '../dataset/pair-rows.ts';
import { published } from './published-versions.ts';

test('rows, stages, rejects, figures and config of two versions stand side by side', async () => {
  const folder = await testFolder();
  const uri = join(folder, 'store');
  const store = await openStore({ uri }, { cacheDir: join(folder, 'cache') });
  await published(store, folder, { rows: 10, seed: 1 });
  const added = digestOf('added');
  const second = await published(store, folder, {
    rows: 12,
    seed: 2,
    row: (index) => {
      if (index === 0) return { id: added };
      return index === 3 ? { response: 'Something else entirely.' } : {};
    },
  });
  expect(second).toMatchObject({ version: 2, unchanged: false });

  const datasets = await Datasets.open(uri, { scratchDir: join(folder, 'scratch') });
  const diff = await datasets.diff('a-dataset', 1, 2);
  expect(DatasetDiffSchema.parse(diff)).toEqual(diff);
  expect(diff).toMatchObject({
    before: { version: 1, rows: 10 },
    after: { version: 2, rows: 12 },
    rows: { added: 3, removed: 1, changed: 1, same: 8, columnsAdded: [], columnsRemoved: [] },
    config: [{ path: 'seed', before: 1, after: 2 }],
    prompts: [],
  });
  expect(diff.rows?.columns).toEqual([{ column: 'response', rows: 1 }]);
  expect(diff.rows?.examples.added).toContain(added);
  expect(diff.rows?.examples.removed).toEqual([pairRow(0).id]);
  expect(diff.rows?.examples.changed).toEqual([{ id: pairRow(3).id, columns: ['response'] }]);
  expect(diff.stages.map(({ stage, before, after }) => [stage, before?.out, after?.out])).toEqual([
    ['import', 15, 18],
    ['score', 10, 12],
    ['rewrite', 10, 12],
    ['measure', 10, 12],
  ]);
  expect(diff.rejects).toContainEqual({ stage: 'score', reason: 'score not kept', before: 4, after: 5 });
  expect(diff.scores[0]?.after?.kept).toBe(12);
  expect(diff.lengths.map(({ column }) => column)).toContain('response');

  // The same backwards, and nothing between a version and itself.
  expect((await datasets.diff('a-dataset', 2, 1)).rows).toMatchObject({ added: 1, removed: 3, changed: 1 });
  expect((await datasets.diff('a-dataset', 2, 2)).rows).toMatchObject({ added: 0, changed: 0, same: 12 });
  await expect(datasets.diff('a-dataset', 1, 7)).rejects.toThrow('a-dataset has no version v7, only v1, v2');
  await expect(datasets.versions('other')).rejects.toThrow(/no published dataset other; it has a-dataset\./);

  const lines = diffLines(diff, 80, paletteFor(process.stdout));
  expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(80);
  expect(lines.slice(0, 3)).toEqual([
    'a-dataset v1 → v2: 10 → 12 rows',
    '3 rows added, 1 removed, 1 changed, 8 as they were.',
    'Changed: response in 1.',
  ]);
  expect(lines.join('\n')).toMatch(/\nscore +10 12 \+2 +5 +6 +\+1\n/);
  expect(lines.slice(-2)).toEqual(['config', 'seed: 1 → 2']);

  const report = await readFile(join(second.location, 'report.html'), 'utf8');
  expect(report).toContain('Since version 1');
  expect(report).toContain('3 rows added, 1 removed, 1 changed, 8 as they were.');
  const first = await readFile(join(second.location, '../v1/report.html'), 'utf8');
  expect(first).not.toContain('Since version');

  const listed = await tunesmith(['versions', 'a-dataset', '--store', uri], folder);
  expect(listed.stdout).toMatch(/^dataset +version kind +recipe +rows when +cost\n/);
  expect(listed.stdout).toMatch(/\na-dataset v2 +pair back-and-forth +12 .* latest\n$/);
  const told = await tunesmith(['diff', 'a-dataset', 'v1', '2', '--store', uri, '--json'], folder);
  expect(JSON.parse(told.stdout)).toEqual(diff);
});
