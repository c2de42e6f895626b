import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { columnsOf } from '../../schemas/table/column.ts';
import { FineInstructionsSchema } from '../../schemas/recipes/fine-instructions/recipe.ts';
import { formatPair } from '../../activities/recipes/fine-instructions/format-pair.ts';
import { readRows } from '../../activities/parquet/read-rows.ts';
import { finishedBuild } from './finished-build.ts';
import { nasty, nastyWithMark } from './nasty.ts';
import { publish } from './published.ts';

const formats = FineInstructionsSchema.shape.output.parse({}).formats;

test('text is the very text whose tokens the budget counts, in JSONL and Parquet', async () => {
  const finished = await finishedBuild({
    rows: 3,
    row: (index) => ({ instruction: nastyWithMark, response: `${nasty} ${String(index)}` }),
    output: { formats, system: 'Be brief.' },
  });
  const { dataset, lines, manifest, read } = await publish(finished);
  const rows = await lines('text.jsonl');
  expect(rows).toEqual(
    expect.arrayContaining(
      [0, 1, 2].map((index) => ({ text: formatPair(nastyWithMark, `${nasty} ${index}`) })),
    ),
  );
  expect(rows).toHaveLength(3);
  const parquet = 'text/train-00000-of-00001.parquet';
  expect(manifest.files.map(({ path }) => path)).toContain(parquet);
  expect(await readRows(join(dataset.location, parquet), columnsOf({ text: z.string() }))).toEqual(rows);
  const card = await read('README.md');
  expect(card).toContain('config_name: text');
  expect(card).toContain('`text` has none');
});
