import { readFile, writeFile } from 'node:fs/promises';
import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { readRows } from '../../activities/parquet/read-rows.ts';
import { TableUnreadable } from '../../activities/parquet/table-unreadable.ts';
import { writeRows } from '../../activities/parquet/write-rows.ts';
import { columnsOf } from '../../schemas/table/column.ts';
import { testFolder } from './rows.ts';

const at = testFolder();
const columns = columnsOf({ id: z.string(), text: z.string() });
let bytes = Buffer.alloc(0);

beforeAll(async () => {
  const rows = Array.from({ length: 500 }, (_, id) => ({
    id: String(id),
    text: String(id * 7919).repeat(50),
  }));
  await writeRows(at('good.parquet'), columns, rows);
  bytes = await readFile(at('good.parquet'));
});

async function refused(content: Uint8Array | undefined, message: RegExp): Promise<void> {
  const path = at('bad.parquet');
  if (content !== undefined) await writeFile(path, content);
  await expect(readRows(path, columns)).rejects.toThrow(TableUnreadable);
  await expect(readRows(path, columns)).rejects.toThrow(message);
  await expect(readRows(path, columns)).rejects.toThrow(`${path} cannot be read as a table`);
}

it('no file', () => refused(undefined, /No files found/));
it('an empty file', () => refused(new Uint8Array(), /too small/));
it('a file cut short', () => refused(bytes.subarray(0, bytes.length / 2), /remove it and resume the build/));
it('another kind of file', () => refused(Buffer.alloc(1000, 'text'), /magic bytes/));
it('a damaged file', () => {
  const damaged = Buffer.from(bytes);
  damaged.fill(7, 200, bytes.length / 2);
  return refused(damaged, /cannot be read/);
});
it('a file that lacks a column', async () => {
  await writeRows(at('less.parquet'), columns.slice(0, 1), [{ id: 'a' }]);
  await expect(readRows(at('less.parquet'), columns)).rejects.toThrow(/less.parquet cannot be read.*"text"/);
});
