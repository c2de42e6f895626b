import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  readTemplates,
  type Templates,
} from '../../../../activities/recipes/fine-instructions/bank/read-templates.ts';
import { withDuckDB, type DuckDB } from '../../../../activities/parquet/duckdb.ts';
import { literal } from '../../../../activities/parquet/sql.ts';

/** A folder of the test's own. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-bank-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export function session<T>(folder: string, use: (db: DuckDB) => Promise<T>): Promise<T> {
  return withDuckDB({ memoryLimit: '512MB', scratchDir: folder }, use);
}

export interface Made {
  /** Numbers of the templates, which follow from these: the end is exclusive. */
  readonly from: number;
  readonly to: number;
  readonly dimensions?: number;
  /** Said by the templates' texts. */
  readonly words?: string;
}

/** Writes templates as a bank's table has them. */
export async function makeTemplates(folder: string, ...parts: readonly Made[]): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(await mkdtemp(join(folder, 'made-')), 'shard.parquet');
  const selects = parts.map(
    ({ from, to, dimensions = 16, words = 'first' }) => `
      SELECT md5(i::VARCHAR) AS template_id, 'Explain <fi>thing ' || i || '</fi>: ${words}' AS template,
        1 + i % 7 AS complexity, 'Explain thing ' || i AS query, 'chat' AS query_source,
        list_transform(range(${dimensions}), lambda k: ((hash(i * 1000 + k) % 2000) / 1000 - 1)::FLOAT) AS embedding
      FROM range(${from}, ${to}) AS made(i)`,
  );
  await session(folder, (db) =>
    db.run(`COPY (${selects.join(' UNION ALL ')}) TO ${literal(path)} (FORMAT parquet)`),
  );
  return path;
}

export interface Vector {
  readonly id: string;
  readonly vector: Float32Array;
}

/** The vectors of made templates. */
export async function vectorsOf(path: string): Promise<Vector[]> {
  return (await readTemplates(path)).flatMap(({ rows, dimensions, vectors }: Templates) =>
    rows.map(({ template_id }, at) => ({
      id: template_id,
      vector: vectors.slice(at * dimensions, (at + 1) * dimensions),
    })),
  );
}

/** The most similar, found one by one in the plainest way; equally similar ones in the order of their ids. */
export function plainSearch(all: readonly Vector[], wanted: Float32Array, most: number) {
  const length = (vector: Float32Array) => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return all
    .map(({ id, vector }) => ({
      id,
      similarity:
        vector.reduce((sum, value, at) => sum + value * (wanted[at] ?? 0), 0) /
        (length(vector) * length(wanted)),
    }))
    .sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1))
    .slice(0, most);
}
