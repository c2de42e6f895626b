import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFoundry } from '../builds/foundry.ts';
import { questions } from '../survival/questions.ts';
import { rejectsOf } from '../tables/stored-table.ts';
import { tableOf } from './table-of.ts';

test('files with the same rows and other bad lines make the same table, with their own counts and rejects', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const config = await questions(foundry, 0);
  const digests = new Set<string>();
  for (const bad of [1, 3, 2]) {
    const path = join(foundry.folder, `${bad}-bad.jsonl`);
    await writeFile(path, `{"number": 1}\n{"number": 2}\n${'not JSON\n'.repeat(bad)}`);
    const table = tableOf(await foundry.build({ ...config, table: { files: [path] } }), 'import');
    digests.add(table.table.digest);
    expect(table.counts.rejected).toBe(bad);
    expect(await rejectsOf(foundry.store, table)).toHaveLength(bad);
  }
  expect(digests.size).toBe(1);

  // The first file again: nothing is read, and what it had met is told, not what the last one did.
  const again = { ...config, table: { files: [join(foundry.folder, '1-bad.jsonl')] } };
  const table = tableOf(await foundry.build(again), 'import');
  expect(table).toMatchObject({ reused: true, counts: { in: 3, out: 2, rejected: 1 } });
  expect(table.reasons).toEqual({ 'malformed JSON': 1 });
  expect(await rejectsOf(foundry.store, table)).toMatchObject([{ id: '1-bad.jsonl:3' }]);
});
