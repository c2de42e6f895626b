import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { withDuckDB } from '../../activities/parquet/duckdb.ts';
import { readRows } from '../../activities/parquet/read-rows.ts';
import { selectShards } from '../../activities/parquet/select-shards.ts';
import { writeRows } from '../../activities/parquet/write-rows.ts';
import { columnsOf } from '../../schemas/table/column.ts';
import { testFolder } from './rows.ts';

const at = testFolder();
const columns = columnsOf({ id: z.string() });

it.each([`it's; DROP TABLE x;--`, `"quoted"`, 'star*', 'a?b', '[ab]', 'id=7', 'ü 😀', '%41', '$1 {x}', '**'])(
  'a folder named %s',
  async (name) => {
    const folder = at(name);
    await mkdir(folder, { recursive: true });
    const path = join(folder, `${name}.parquet`);
    await writeRows(path, columns, [{ id: 'a' }]);
    expect(await readRows(path, columns)).toEqual([{ id: 'a' }]);
    const shards = await withDuckDB({ memoryLimit: '200MB', scratchDir: folder, threads: 1 }, (db) =>
      selectShards(db, {
        inputs: [{ name, columns, paths: [path] }],
        query: `SELECT id || 'b' AS id FROM "${name.replaceAll('"', '""')}"`,
        columns,
        shards: 1,
        dir: join(folder, 'out'),
      }),
    );
    expect(await readRows(shards[0]?.path ?? '', columns)).toEqual([{ id: 'ab' }]);
  },
);

it('does not take one file for another that its name would match as a pattern', async () => {
  await writeRows(at('a1.parquet'), columns, [{ id: 'other' }]);
  await expect(readRows(at('a?.parquet'), columns)).rejects.toThrow('No files found');
});
