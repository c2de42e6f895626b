import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { publicColumns } from '../../activities/dataset/public-columns.ts';
import { readTyped } from '../../activities/parquet/read-rows.ts';
import { conversationShape } from '../../schemas/kinds/conversation.ts';
import { recipeOf } from '../../schemas/recipes/index.ts';
import { columnsOf } from '../../schemas/table/column.ts';
import { drawShape } from '../../schemas/table/draw.ts';
import { finishedBuild } from './finished-build.ts';
import { nasty } from './nasty.ts';
import { pairRow } from './pair-rows.ts';
import { publish } from './published.ts';

test('the Parquet file holds all columns, the document as web_response, JSON as text', async () => {
  const finished = await finishedBuild({ rows: 7, row: (index) => (index === 2 ? { text: nasty } : {}) });
  const { dataset, manifest } = await publish(finished);
  const path = join(dataset.location, 'data/train-00000-of-00001.parquet');
  const rows = await readTyped(path, {
    id: z.string(),
    instruction: z.string(),
    response: z.string(),
    web_response: z.string(),
    source: z.string(),
    source_id: z.string(),
    metadata: z.string(),
    web_response_tokens: z.int(),
    score: z.int(),
    copied_share: z.number(),
  });
  expect(manifest.files.map((file) => file.path)).toContain('data/train-00000-of-00001.parquet');
  expect(manifest.columns.slice(0, 4).map(({ name }) => name)).toEqual([
    'id',
    'instruction',
    'response',
    'web_response',
  ]);
  const second = rows.find(({ id }) => id === pairRow(2).id);
  expect(second).toMatchObject({
    web_response: nasty,
    instruction: pairRow(2).instruction,
    metadata: JSON.stringify(pairRow(2).metadata),
    web_response_tokens: pairRow(2).text_tokens,
  });
  expect(rows).toHaveLength(7);
});

test('rows from nothing are of no input', () => {
  const columns = columnsOf({ ...drawShape, ...conversationShape });
  const told = publicColumns(columns, recipeOf('generate'), 'conversation').map(({ about }) => about);
  expect(told.join('\n')).not.toMatch(/input/i);
});
