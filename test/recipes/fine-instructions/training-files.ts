import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Dataset } from '../../../schemas/build/task.ts';

/** Folder of a build's training files. */
export function trainingFolder({ training }: Dataset): string {
  if (training === undefined) throw new Error('the build wrote no training files');
  return training.location;
}

/** Lines of a JSONL file of a build's training files, checked against a shape. */
export async function trainingLines<Shape extends z.ZodType>(
  dataset: Dataset,
  file: string,
  shape: Shape,
): Promise<z.output<Shape>[]> {
  const text = await readFile(join(trainingFolder(dataset), file), 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => shape.parse(JSON.parse(line)));
}

export const PairSchema = z.strictObject({
  document: z.string(),
  description: z.string(),
  label: z.union([z.literal(0), z.literal(1)]),
  chunk: z.int(),
  section: z.string(),
  document_id: z.string(),
  template_id: z.string(),
});

export const TripletSchema = z.strictObject({
  anchor: z.string(),
  positive: z.string(),
  negative: z.string(),
  chunk: z.int(),
  document_id: z.string(),
});
