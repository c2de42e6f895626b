import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { findTables } from '../../cli/inspect/find-tables.ts';
import { pathOf } from '../../cli/inspect/read-table.ts';
import { openFoundry } from '../builds/foundry.ts';
import { documents, fineInstructions, rowsOf, tableOf } from '../recipes/fine-instructions/sample-build.ts';

test('the path of a pair begins with its document, whichever of its templates gave it', async () => {
  const foundry = await openFoundry({ latencyMs: 1, mistakes: 0, fiveShare: 1 });
  const dataset = await foundry.build(fineInstructions(await documents(foundry, 0, 12)));
  const matched = await rowsOf(foundry, tableOf(dataset, 'instantiate'), {
    id: z.string(),
    document_id: z.string(),
    template_id: z.string(),
  });
  const part = matched.find(({ id }) => /-2$/.test(id));
  if (part === undefined) throw new Error('no document has three templates');
  const home = join(foundry.folder, 'home');
  const { store, tables } = await findTables('pairs', { store: foundry.store, home });
  const stops = await pathOf(store, tables, part.id);
  expect(stops.slice(0, 4).map(({ table, row }) => [table.ref.stage, row?.['id']])).toEqual([
    ['import', part.document_id],
    ['count-document', part.document_id],
    ['match', part.id],
    ['instantiate', part.id],
  ]);
  expect(stops.find(({ table }) => table.ref.stage === 'match')?.row).toMatchObject({
    template_id: part.template_id,
  });
  // The document's own row is another pair, and what became of it is not told here.
  expect(stops.slice(2).every(({ row, reject }) => (row?.['id'] ?? reject?.id) === part.id)).toBe(true);
  expect(await pathOf(store, tables, `${part.document_id}-99`)).toEqual([]);
});
