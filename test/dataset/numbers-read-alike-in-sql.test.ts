import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { measured, measuredSql } from '../../activities/dataset/amounts.ts';
import { withDuckDB } from '../../activities/parquet/duckdb.ts';

test('a number has the same digits whether SQL or we write it', async () => {
  const scratchDir = await mkdtemp(join(tmpdir(), 'amounts-'));
  onTestFinished(() => rm(scratchDir, { recursive: true }));
  const numbers = [7.822074890136719, -6.636, 2.5, 0, 5, 99.94, 123.456, -412.9, 0.01234];
  const written = await withDuckDB({ memoryLimit: '256MB', scratchDir }, (db) =>
    db.rows(`SELECT ${measuredSql('v')} AS text FROM (SELECT unnest([${numbers.join(', ')}]) AS v)`, {
      text: z.string(),
    }),
  );
  expect(written.map(({ text }) => text)).toEqual(numbers.map(measured));
});
