import type { Answer } from '../../../schemas/inference/question.ts';
import { floatsOf } from './vectors.ts';

/** The vector that an `embed` task was answered with. */
export function vectorOf({ text }: Answer): Float32Array {
  return floatsOf(text);
}

/** Rows of equal length, one after another. */
export interface Matrix {
  readonly rows: number;
  readonly dimensions: number;
  readonly data: Float32Array;
}

/** The matrix of `rows` rows that an `embed-chunks` task was answered with. Throws RangeError where it has others. */
export function matrixOf({ text }: Answer, rows: number): Matrix {
  const data = floatsOf(text);
  if (data.length % rows !== 0) throw new RangeError(`${data.length} numbers are not ${rows} rows`);
  return { rows, dimensions: data.length / rows, data };
}
