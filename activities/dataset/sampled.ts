import { z } from 'zod';
import type { DatasetModel } from '../../schemas/dataset/manifest.ts';
import { samplingShape } from '../../schemas/table/sampling.ts';
import type { DuckDB } from '../parquet/duckdb.ts';
import type { OpenRows } from './open-rows.ts';

/** How many rows were sampled in a way. */
export interface Sampled {
  readonly temperature: number | null;
  readonly top_p: number | null;
  readonly rows: number;
}

/** Rows of the dataset by their sampling; none where it has no such columns. */
export async function rowsBySampling(db: DuckDB, { columns }: Pick<OpenRows, 'columns'>): Promise<Sampled[]> {
  const names = new Set(columns.map(({ name }) => name));
  if (!Object.keys(samplingShape).every((name) => names.has(name))) return [];
  return db.rows(
    'SELECT temperature, top_p, count(*) AS rows FROM dataset GROUP BY temperature, top_p ORDER BY temperature, top_p',
    { temperature: z.number().nullable(), top_p: z.number().nullable(), rows: z.int() },
  );
}

/** Of a field that was not sent. */
const ownChoice = "the server's";

/** How a model was sampled, for people: each part of a mix with its share, or its rows where they were counted. */
export function sampledBy({ sampling, samplings }: Pick<DatasetModel, 'sampling' | 'samplings'>): string {
  const way = (each: { temperature: number | null; topP: number | null }) =>
    `T = ${each.temperature ?? ownChoice}, top-p = ${each.topP ?? ownChoice}`;
  if (samplings === undefined) return sampling === undefined ? '' : way(sampling);
  const whole = samplings.reduce((sum, { share }) => sum + share, 0);
  return samplings
    .map((each) => {
      const { share, rows } = each;
      const part =
        rows === undefined ? `${Math.round((100 * share) / whole)}%` : `${rows.toLocaleString('en')} rows`;
      return `${way(each)} (${part})`;
    })
    .join('; ');
}
