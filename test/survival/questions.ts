import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Dataset } from '../../schemas/build/task.ts';
import type { Foundry } from '../builds/foundry.ts';

/** A build of the smallest recipe over numbered questions, in shards of about 50 rows. */
export async function questions(foundry: Foundry, rows: number): Promise<Record<string, unknown>> {
  const lines = Array.from({ length: rows }, (_, number) => ({ number }));
  return {
    recipe: 'generate',
    name: 'answers',
    table: { files: [await foundry.writeLines('questions.jsonl', lines)] },
    roles: { model: { endpoint: 'default', model: 'stand-in' } },
    prompt: { template: 'What is known about harbour {{number}}?' },
    sharding: { rows: 50 },
    output: { formats: ['prompt-completion'] },
  };
}

const PairSchema = z.object({ prompt: z.string(), completion: z.string().min(1) });

/** The numbers of the questions in a published dataset, in ascending order: one lost or doubled shows. */
export async function numbersIn(dataset: Dataset): Promise<number[]> {
  const lines = (await readFile(join(dataset.location, 'prompt-completion.jsonl'), 'utf8'))
    .trim()
    .split('\n');
  return lines
    .map((line) => Number(/harbour (\d+)/.exec(PairSchema.parse(JSON.parse(line)).prompt)?.[1]))
    .sort((a, b) => a - b);
}

export function numbersUpTo(rows: number): number[] {
  return Array.from({ length: rows }, (_, number) => number);
}
