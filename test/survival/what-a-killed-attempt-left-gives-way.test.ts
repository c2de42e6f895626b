import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { manifestKey, outlineKey, shardKey } from '../../activities/engine/keys.ts';
import { needDocument } from '../../activities/engine/documents.ts';
import { LocalStore } from '../../activities/storage/local-store.ts';
import { readRows } from '../../activities/tables/read-rows.ts';
import { writeRows } from '../../activities/tables/write-rows.ts';
import { columnsOf } from '../../schemas/column.ts';
import { rejectShape, TableOutlineSchema, type Reject } from '../../schemas/table.ts';
import { openFoundry } from '../builds/foundry.ts';
import { manifestsOf } from '../rebuilds/table-rows.ts';
import { numbersIn, numbersUpTo, questions } from './questions.ts';

test('rows of an attempt that was killed before its manifest, and rejected what this one has, do not stay', async () => {
  const rows = 40;
  const foundry = await openFoundry({ mistakes: 0 });
  const { standin, store } = foundry;
  const config = await questions(foundry, rows);
  const before = await foundry.build(config);
  const { answer } = await manifestsOf(store, before);
  if (answer === undefined) throw new Error('the build has no table of answers');

  // As if a request had failed, and the worker had been killed between the shard's rows and its manifest.
  const [kept, rejects] = [
    join(store, shardKey(answer, 0, 'rows')),
    join(store, shardKey(answer, 0, 'rejects')),
  ];
  const outline = await needDocument(
    await new LocalStore(store).open(),
    outlineKey(answer),
    TableOutlineSchema,
  );
  const [failed, ...others] = await readRows(kept, outline.columns);
  const reject: Reject = {
    id: String(failed?.['id']),
    stage: 'answer',
    reason: 'request failed',
    detail: null,
    raw: null,
  };
  await writeRows(kept, outline.columns, others);
  await writeRows(rejects, columnsOf(rejectShape), [reject]);
  await rm(join(store, shardKey(answer, 0, 'manifest')));
  await rm(join(store, manifestKey(answer)));
  await rm(join(store, 'datasets'), { recursive: true });

  const after = await foundry.build(config);
  expect(await numbersIn(after)).toEqual(numbersUpTo(rows));
  await expect(readRows(rejects, columnsOf(rejectShape))).rejects.toThrow('No files found');
  expect(standin.stats()).toMatchObject({ answered: rows, repeated: 0 });
});
